import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { accessPage } from './access.mjs';
import { asyncapiOf } from './asyncapi.mjs';
import { readEvents } from './events.mjs';
import { pageOf } from './page.mjs';
import { readReaders } from './readers.mjs';
import { settingsPage } from './settings.mjs';

/** What the documents should say, from the contracts, readers and settings as they are now. */
async function documents() {
  const all = { ...await readEvents(), readers: readReaders() };
  return {
    'docs/events.md': pageOf(all), 'docs/asyncapi.json': `${JSON.stringify(asyncapiOf(all), undefined, 1)}\n`, 'docs/settings.md': await settingsPage(),
    'docs/access.md': await accessPage(),
  };
}

/** Writes the documents; answers their names. */
export async function writeDocuments() {
  const all = await documents();
  for (const [file, text] of Object.entries(all)) writeFileSync(file, text);
  return Object.keys(all);
}

/** The documents that do not say what the code says. */
export async function staleDocuments() {
  return Object.entries(await documents()).filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text).map(([file]) => file);
}
