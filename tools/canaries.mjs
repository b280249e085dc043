/**
 * Things that must never pass, each with the rule that has to object. `npm run lint` puts every one of them in its place and fails
 * when a rule stays silent. Those of `inText` are only read by the linter as if they stood in an existing file; those of `inTree`
 * are written into a copy of the tree in a temporary folder. Neither touches a file of this repository.
 */

const core = 'services/referral/src/referral/referral.ts';
const edge = 'services/referral/src/referral/referral.commands.ts';
const lines = (count, line) => Array.from({ length: count }, (_, at) => line(at)).join('\n');

export const inText = [
  { rule: '@nx/enforce-module-boundaries', what: 'a service that imports another service', file: edge, text: "export * from '@hhp/reporting';" },
  {
    rule: '@nx/enforce-module-boundaries', what: 'a way into another service by its path',
    file: edge, text: "export * from '../../../reporting/src/service.js';",
  },
  { rule: '@nx/enforce-module-boundaries', what: 'kafkajs in a service', file: edge, text: "import { Kafka } from 'kafkajs';\nexport const kafka = Kafka;" },
  {
    rule: '@nx/enforce-module-boundaries', what: 'Nest in contracts',
    file: 'libs/contracts/src/codes.ts', text: "export { Injectable } from '@nestjs/common';",
  },
  {
    rule: '@nx/enforce-module-boundaries', what: 'contracts in domain-kit',
    file: 'libs/domain-kit/src/clock.ts', text: "export { topics } from '@hhp/contracts';",
  },
  { rule: '@nx/enforce-module-boundaries', what: 'service-host in messaging', file: 'libs/messaging/src/index.ts', text: "export * from '@hhp/service-host';" },
  { rule: 'no-restricted-syntax', what: 'a core that asks for the time', file: core, text: 'export const now = (): Date => new Date();' },
  { rule: 'no-restricted-syntax', what: 'a core that rolls dice', file: core, text: 'export const chance = (): number => Math.random();' },
  { rule: 'no-restricted-syntax', what: 'a core that reads the environment', file: core, text: "export const days = process.env['DAYS'];" },
  {
    rule: 'no-restricted-syntax', what: 'a core that waits',
    file: core, text: 'export async function wait(): Promise<number> { return await Promise.resolve(1); }',
  },
  { rule: 'no-restricted-syntax', what: 'an edge that asks for the time', file: edge, text: 'export const now = (): number => Date.now();' },
  {
    rule: 'no-restricted-syntax', what: 'a constructor of five parameters', file: edge,
    text: 'export class Five { constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1) {} }',
  },
  {
    rule: '@typescript-eslint/no-floating-promises', what: 'a promise that nobody waits for',
    file: edge, text: 'export function forget(): void { Promise.resolve(1); }',
  },
  {
    rule: '@typescript-eslint/no-misused-promises', what: 'a promise that is always true',
    file: edge, text: 'export const yes = (p: Promise<boolean>): number => (p ? 1 : 2);',
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check', what: 'a switch that forgets a case', file: core,
    text: "export function one(of: 'a' | 'b'): number { switch (of) { case 'a': return 1; }\n return 0; }",
  },
  { rule: '@typescript-eslint/no-explicit-any', what: 'any', file: core, text: 'export const anything = (value: any): unknown => value;' },
  {
    rule: '@typescript-eslint/consistent-type-imports', what: 'an import of a type that looks like a value', file: core,
    text: "import { Day } from '@hhp/domain-kit';\nexport const day = (each: Day): Day => each;",
  },
  { rule: '@typescript-eslint/no-unused-vars', what: 'a variable that nobody uses', file: core, text: 'const nothing = 1;\nexport const something = 2;' },
  { rule: '@typescript-eslint/naming-convention', what: 'a class that is a Dto', file: edge, text: 'export class ReferralDto {}' },
  {
    rule: '@typescript-eslint/naming-convention', what: 'an interface that begins with I',
    file: core, text: 'export interface IReferral { readonly id: string }',
  },
  { rule: 'max-lines', what: 'a file of more than 250 lines', file: core, text: lines(251, (at) => `export const line${at} = ${at};`) },
  {
    rule: 'max-lines-per-function', what: 'a function of more than 40 lines',
    file: core, text: `export function long(): void {\n${lines(41, () => '  long();')}\n}`,
  },
  { rule: 'max-len', what: 'a line of more than 160 characters', file: core, text: `export const long = [${'1, '.repeat(60)}];` },
];

const folder = 'services/referral/src/canary';
export const inTree = [
  { rule: 'core-is-pure', what: 'Nest in a core', files: { [`${folder}/canary.ts`]: "export { Injectable } from '@nestjs/common';" } },
  { rule: 'core-is-pure', what: 'node:fs in a core', files: { [`${folder}/canary.ts`]: "export { readFileSync } from 'node:fs';" } },
  {
    rule: 'core-is-pure', what: 'messaging in a core, and be it a type',
    files: { [`${folder}/canary.ts`]: "import type { Tx } from '@hhp/messaging';\nexport type T = Tx;" },
  },
  {
    rule: 'core-is-pure', what: 'pg in a core, by way of its neighbour',
    files: { [`${folder}/canary.ts`]: "export * from './neighbour.js';", [`${folder}/neighbour.ts`]: "export { default } from 'pg';" },
  },
  {
    rule: 'no-cycles', what: 'two files that import each other',
    files: { [`${folder}/one.ts`]: "export { two as one } from './two.js';", [`${folder}/two.ts`]: "export { one as two } from './one.js';" },
  },
  { rule: 'services-stay-apart', what: 'a service that imports another service', files: { [`${folder}/one.ts`]: "export * from '@hhp/reporting';" } },
  {
    rule: 'services-stay-apart', what: 'a way into another service by its path',
    files: { [`${folder}/one.ts`]: "export * from '../../../reporting/src/service.js';" },
  },
  { rule: 'kafka-behind-messaging', what: 'kafkajs in a service', files: { [`${folder}/one.ts`]: "export { Kafka } from 'kafkajs';" } },
  { rule: 'kafka-behind-messaging', what: 'kafkajs in the local stack', files: { 'deploy/local/src/canary.ts': "export { Kafka } from 'kafkajs';" } },
  { rule: 'nobody-uses-what-measures', what: 'the benches in the local stack', files: { 'deploy/local/src/canary.ts': "export * from '@hhp/bench';" } },
  { rule: 'testing-in-specs-only', what: 'the testing library in product code', files: { [`${folder}/one.ts`]: "export * from '@hhp/testing';" } },
  {
    rule: 'testing-in-specs-only', what: 'what only specs use, in product code',
    files: { [`${folder}/examples.ts`]: 'export const one = 1;', [`${folder}/one.ts`]: "export * from './examples.js';" },
  },
  {
    rule: 'rows-stay-home', what: "another folder's table",
    files: {
      'services/referral/src/canary-rows/canary.row.ts': 'export const row = 1;',
      [`${folder}/one.ts`]: "export * from '../canary-rows/canary.row.js';",
    },
  },
  {
    rule: 'libraries-by-their-index', what: 'a way behind the index of a library',
    files: { [`${folder}/one.ts`]: "export * from '../../../../libs/contracts/src/codes.js';" },
  },
  {
    rule: 'contracts-know-validators-only', what: 'Nest in contracts',
    files: { 'libs/contracts/src/canary.ts': "export { Injectable } from '@nestjs/common';" },
  },
  {
    rule: 'nobody-needs-the-simulation', what: 'the simulation in a service',
    files: { [`${folder}/one.ts`]: "export * from '../../../../simulation/src/chance.js';" },
  },
  { rule: 'domain-kit-knows-nothing', what: 'contracts in domain-kit', files: { 'libs/domain-kit/src/canary.ts': "export { topics } from '@hhp/contracts';" } },
  {
    rule: 'product-without-dev-dependencies', what: 'what only development has, in a service',
    files: { [`${folder}/one.ts`]: "export { default } from 'fast-check';" },
  },
  { rule: 'checker-shares-no-code', what: 'the product in the checker', files: { 'faults/src/checker/canary.ts': "export * from '@hhp/contracts';" } },
  { rule: 'no-orphans', what: 'a file that nobody imports', files: { [`${folder}/one.ts`]: 'export const one = 1;' } },
  { rule: 'no-unresolved', what: 'an import that leads nowhere', files: { [`${folder}/one.ts`]: "export * from './nowhere.js';" } },
];

export const inNames = [
  { rule: 'words-that-say-nothing', what: 'a file of helpers', file: 'services/referral/src/referral/date-helper.ts' },
  { rule: 'words-that-say-nothing', what: 'a folder for all that is common', file: 'services/referral/src/common/dates.ts' },
  { rule: 'words-that-say-nothing', what: 'a file that says only that it processes', file: 'services/referral/src/referral/process.ts' },
  { rule: 'closed-list-of-kinds', what: 'a kind of file that nobody agreed on', file: 'services/referral/src/referral/referral.saga.ts' },
  { rule: 'kebab-case', what: 'a file that is not in kebab-case', file: 'services/referral/src/referral/referralSteps.ts' },
  { rule: 'two-folders-deep', what: 'a folder three deep', file: 'services/referral/src/referral/steps/more/one.ts' },
];

export const inReadmes = [
  { rule: 'readme-of-a-service', what: 'a README without its headings', text: '# Canary\n' },
  {
    rule: 'readme-of-a-service', what: 'a README longer than a screen',
    text: `## Purpose\n## Listens to\n## Says\n## Owns\n## Invariants\n${lines(60, (at) => `${at}`)}`,
  },
];

export const inExports = [
  { rule: 'dead-export', what: 'an export that nobody uses', texts: new Map([['a.ts', 'export const lonely = 1;'], ['b.ts', 'export {};']]) },
];

const locked = (entry) => ({ packages: { 'node_modules/canary': { version: '1.0.0', ...entry } } });
const [tarball, sum] = ['https://registry.example/canary/-/canary-1.0.0.tgz', 'sha512-AAAA'];

export const inLockfiles = [
  { rule: 'from-a-registry', what: 'a dependency from git', lock: locked({ resolved: 'git+ssh://git@example.org/canary.git#abc', integrity: sum }) },
  { rule: 'from-a-registry', what: 'a dependency that is a file', lock: locked({ resolved: 'file:canary.tgz', integrity: sum }) },
  { rule: 'from-a-registry', what: 'a tarball from anywhere', lock: locked({ resolved: 'https://example.org/canary.tgz', integrity: sum }) },
  { rule: 'with-integrity', what: 'a dependency that nobody vouches for', lock: locked({ resolved: tarball }) },
  { rule: 'with-integrity', what: 'a dependency with a weak sum', lock: locked({ resolved: tarball, integrity: 'sha1-AAAA' }) },
  { rule: 'whole-bill', what: 'a dependency that stands in no bill', lock: locked({ resolved: tarball, integrity: sum }) },
];

export const inVersions = ['^1.0.0', '*', 'latest', 'github:canary/canary', 'git+https://example.org/canary.git', 'https://example.org/canary.tgz']
  .map((version) => ({ rule: 'exact-version', what: `a dependency on “${version}”`, manifest: { dependencies: { canary: version } } }));

export const inEvidence = [
  { rule: 'test-exists', what: 'a test that is pointed at and is not there', text: '| a | `a.spec.ts`: is lost |', files: new Map([['a.spec.ts', "it('is there', () => {});"]]) },
  { rule: 'test-exists', what: 'a file of tests that is not there', text: '| a | `lost.spec.ts`: is lost |', files: new Map() },
  { rule: 'row-has-test', what: 'a row that points at nothing', text: '| a | 164.312(a)(1) | done |\n', files: new Map() },
];
