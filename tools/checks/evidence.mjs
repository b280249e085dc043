import { existsSync, globSync, readFileSync } from 'node:fs';
import { problem } from './report.mjs';

const documents = ['docs/security.md', 'docs/attack-log.md'];
const pointer = /`([\w./-]+\.spec\.ts)`: (.+?)(?=; `| \||$)/gm;
const plain = (text) => text.replace(/\s+/g, ' ').replaceAll('\\', '').trim();

/** Tests that the tables of `docs/security.md` and the attack log point at and that are not there; and rows that neither point at one nor say so. */
export function notThere(text, files, document = documents[0]) {
  const pointed = [...text.matchAll(pointer)].flatMap(([, file, sentence]) => {
    const source = files.get(file);
    if (source === undefined) return [problem(document, 'test-exists', `${file} is not there`)];
    // A title stands between quotes, whole: part of one, or the same words elsewhere, is no test.
    return [`'`, '"', '`'].some((quote) => plain(source).includes(quote + plain(sentence) + quote)) ? [] : [problem(document, 'test-exists', `${file} has no test “${sentence.trim()}”`)];
  });
  const bare = text.split('\n').filter((line) => /^\|.*(164\.3\d\d\(|API\d+:2023)/.test(line) && !/\.spec\.ts`: |no test|organizational/.test(line))
    .map((line) => problem(document, 'row-has-test', `a row points at no test and does not say so: ${line.slice(0, 60)}`));
  return [...pointed, ...bare];
}

/** Holds the document against the tests that exist. */
export function checkEvidence() {
  const missing = documents.filter((document) => !existsSync(document));
  if (missing.length > 0) return missing.map((document) => problem(document, 'test-exists', 'is missing'));
  const specs = globSync(['libs/*/src/**/*.spec.ts', 'services/*/src/**/*.spec.ts', 'deploy/local/src/**/*.spec.ts', 'simulation/src/**/*.spec.ts', 'faults/src/**/*.spec.ts', 'trust/src/**/*.spec.ts']);
  const files = new Map(specs.map((file) => [file, readFileSync(file, 'utf8')]));
  return documents.flatMap((document) => notThere(readFileSync(document, 'utf8'), files, document));
}
