import { staleDocuments } from './catalogue/documents.mjs';
import { staleTables } from './catalogue/tables.mjs';
import { checkCanaries } from './checks/canaries.mjs';
import { checkCode } from './checks/code.mjs';
import { checkImports } from './checks/imports.mjs';
import { checkNames } from './checks/names.mjs';
import { checkEvidence } from './checks/evidence.mjs';
import { problem, report } from './checks/report.mjs';
import { checkSupply } from './checks/supply.mjs';

/** Everything that `npm run lint` holds against the tree, and the proof that it would. Fails when anything is found. */
process.chdir(new URL('..', import.meta.url).pathname);
const stale = (files, verb) => files.map((file) => problem(file, 'generated-document', `does not say what the code says; run: npm run ${verb}`));

const checks = [
  ['code: types, sizes, boundaries between projects', checkCode],
  ['imports: purity of cores, cycles, services apart', checkImports],
  ['names of files, dead exports', checkNames],
  ['documents made from the code: events, settings, access', async () => stale(await staleDocuments(), 'events')],
  ['list of tables in the decision on tenancy', async () => stale(await staleTables(), 'tables')],
  ['dependencies: from registries, exact, in the bill of materials', checkSupply],
  ['docs/security.md, attack log: every test that they point at exists', checkEvidence],
  ['canaries: what must never pass is caught', checkCanaries],
];
let well = true;
for (const [name, check] of checks) well = await report(name, check) && well;
process.exitCode = well ? 0 : 1;
