import { writeTables } from './catalogue/tables.mjs';

/** `npm run tables` writes the list of every table and its kind into the decision on tenancy. */
process.chdir(new URL('..', import.meta.url).pathname);
console.log(`Wrote ${await writeTables()}`);
