import { staleDocuments, writeDocuments } from './catalogue/documents.mjs';

/** `npm run events` writes the documents made from the code (events, AsyncAPI, settings); with `--check` it says which are out of date. */
process.chdir(new URL('..', import.meta.url).pathname);
if (process.argv.includes('--check')) {
  const stale = await staleDocuments();
  for (const file of stale) console.log(`${file} does not say what the code says; run: npm run events`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const file of await writeDocuments()) console.log(`Wrote ${file}`);
}
