import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { problem } from './report.mjs';

/** What a file can be, beside the noun itself; a new kind needs an ADR (ADR 0011 names those of the second line). */
const kinds = new Set([
  'controller', 'requests', 'commands', 'row', 'consumer', 'projection', 'module', 'filter', 'spec', 'int.spec', 'e2e.spec',
  'tables', 'properties.spec', 'd', 'trust.int.spec',
]);
const forbiddenWords = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'common', 'base', 'impl', 'dto']);
/** These say nothing when they stand alone. */
const forbiddenNames = new Set(['process', 'handle']);
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;

/** The rules of names that a path breaks (style 5.3). */
export function brokenBy(file) {
  const inside = file.replace(/^.*?\/src\//, '').split('/');
  const name = inside.at(-1).replace(/\.ts$/, '');
  const [noun, ...kind] = name.split('.');
  const words = inside.join('-').split(/[-./]/);
  const broken = [];
  if (inside.length > 3) broken.push(problem(file, 'two-folders-deep', 'A folder of sources is at most two folders deep'));
  if (!inside.every((part) => kebab.test(part))) broken.push(problem(file, 'kebab-case', 'Names are in kebab-case'));
  if (kind.length > 0 && !kinds.has(kind.join('.'))) {
    broken.push(problem(file, 'closed-list-of-kinds', `No file is a “${kind.join('.')}”; a new kind needs an ADR`));
  }
  if (words.some((word) => forbiddenWords.has(word)) || forbiddenNames.has(noun) || noun.includes('data-service')) {
    broken.push(problem(file, 'words-that-say-nothing', 'Say what it is or does for the programme'));
  }
  return broken;
}

const exported = /^export (?:abstract |async |const )*(?:function\*? |class |interface |type |enum |const |let )?([A-Za-z_$][\w$]*)/gm;

/** What is exported and then mentioned nowhere, not even by its own file: dead, or forgotten in a list. */
export function deadExports(texts) {
  const mentions = new Map();
  for (const text of texts.values()) for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  return [...texts].flatMap(([file, text]) => [...text.matchAll(exported)].filter(([, name]) => mentions.get(name) === 1)
    .map(([, name]) => problem(file, 'dead-export', `${name} is exported and used nowhere`)));
}

const headings = ['Purpose', 'Listens to', 'Says', 'Owns', 'Invariants'];

/** The README of a service has five headings, everywhere the same, and fits on a screen (style 8.2). */
export function brokenInReadme(file, text) {
  if (text === '') return [problem(file, 'readme-of-a-service', 'is missing')];
  const missing = headings.filter((heading) => !new RegExp(`^(## ${heading}$|\\*\\*${heading}\\.\\*\\*)`, 'm').test(text));
  const broken = missing.map((heading) => problem(file, 'readme-of-a-service', `has no heading “${heading}”`));
  return text.split('\n').length > 60 ? [...broken, problem(file, 'readme-of-a-service', 'does not fit on one screen (60 lines)')] : broken;
}

const readmes = () => readdirSync('services').flatMap((service) => {
  const file = `services/${service}/README.md`;
  return brokenInReadme(file, existsSync(file) ? readFileSync(file, 'utf8') : '');
});

/** Names of files, exports that nobody mentions, and the READMEs of services. */
export function checkNames() {
  const files = globSync([
    'libs/*/src/**/*.ts', 'services/*/src/**/*.ts', 'deploy/local/src/**/*.ts', 'simulation/src/**/*.ts', 'faults/src/**/*.ts', 'trust/src/**/*.ts',
    'bench/src/**/*.ts',
  ]).sort();
  return [...files.flatMap(brokenBy), ...readmes(), ...deadExports(new Map(files.map((file) => [file, readFileSync(file, 'utf8')])))];
}
