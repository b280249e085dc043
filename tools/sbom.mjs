import { writeFileSync } from 'node:fs';
import { billOfMaterials } from './checks/supply.mjs';

/** `npm run sbom`: writes what the product is made of as CycloneDX, from the lockfile and without any network. */
process.chdir(new URL('..', import.meta.url).pathname);
const file = 'dist/sbom.cdx.json';
const bill = await billOfMaterials(file);
writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
console.log(`Wrote ${file}: ${bill.components.length} components`);
