import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const product = ['libs/*/src/**/*.ts', 'services/*/src/**/*.ts', 'deploy/local/src/**/*.ts', 'simulation/src/**/*.ts', 'faults/src/**/*.ts',
  'bench/src/**/*.ts', 'bench/stock/src/**/*.ts', 'trust/src/**/*.ts'];
/** Specs, and the files that only specs use (ADR 0011). */
const ofSpecs = ['**/*.spec.ts', '**/src/scene.ts', '**/src/stage.ts', '**/examples.ts', 'libs/testing/**', 'trust/**'];
/** `<noun>/<noun>.ts`: the pure core of a noun. */
const cores = globSync('services/*/src/*/*.ts', { cwd: import.meta.dirname }).filter((file) => basename(file, '.ts') === basename(dirname(file)));

/** Which kind of project may depend on which (style 5.5). A service may never depend on another: no line here allows it. */
const libraries = ['type:contracts', 'type:domain-kit', 'type:messaging', 'type:service-host'];
const boundaries = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'], allowedExternalImports: ['class-validator'] },
  // What verifies the audit shares nothing with what writes it but the written format.
  { sourceTag: 'type:audit-verifier', onlyDependOnLibsWithTags: [], allowedExternalImports: ['pg'] },
  { sourceTag: 'type:domain-kit', onlyDependOnLibsWithTags: ['type:domain-kit'], allowedExternalImports: ['fast-check'] },
  { sourceTag: 'type:messaging', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain-kit'] },
  { sourceTag: 'type:service-host', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain-kit', 'type:messaging'], bannedExternalImports: ['kafkajs'] },
  { sourceTag: 'type:local-stack', onlyDependOnLibsWithTags: ['type:contracts', 'type:domain-kit', 'type:messaging'], bannedExternalImports: ['kafkajs'] },
  // The harness takes nothing from outside but what compiles a planted bug.
  { sourceTag: 'type:faults', onlyDependOnLibsWithTags: ['type:local-stack'], allowedExternalImports: ['@swc/core'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [...libraries, 'type:local-stack', 'type:audit-verifier'], bannedExternalImports: ['kafkajs'] },
  { sourceTag: 'type:simulation', onlyDependOnLibsWithTags: [...libraries, 'type:local-stack'], bannedExternalImports: ['kafkajs'] },
  // What tries the whole deployment imports every service; nobody imports it.
  { sourceTag: 'type:trust', onlyDependOnLibsWithTags: [...libraries, 'type:testing', 'type:local-stack', 'type:service'], bannedExternalImports: ['kafkajs'] },
  // What measures runs the services as programs and imports none; nobody imports what measures. The limits and the stock way need Kafka's client.
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:local-stack'] },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: [...libraries, 'type:testing'], bannedExternalImports: ['kafkajs'] },
];

const manyParameters = {
  selector: "MethodDefinition[kind='constructor'] > FunctionExpression[params.length>4]",
  message: 'A constructor has at most four parameters: a class that needs more does several things.',
};
const clockOrChance = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The time is given: tx.now, the Clock, or an argument `now`.' },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'The time is given: tx.now, the Clock, or an argument `now`.' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Chance is given: tx.newId(), or an argument.' },
];
const outsideWorld = [
  { selector: "MemberExpression[object.name='process']", message: 'A core knows its arguments only.' },
  { selector: 'AwaitExpression', message: 'A core decides; waiting is for its callers.' },
  { selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate|fetch)$/]', message: 'A core knows its arguments only.' },
];

const size = {
  'max-lines': ['error', 250],
  'max-len': ['error', { code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreUrls: true, ignorePattern: "^\\s*(it|describe)(\\.each\\(.*\\))?\\(" }],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/.nx/**', '**/.state/**', '**/coverage/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: product,
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...size,
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', manyParameters],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-empty': 'error',
      'prefer-const': 'error',
      '@nx/enforce-module-boundaries': ['error', { depConstraints: boundaries, checkDynamicDependenciesExceptions: [] }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      // `default` says that the other cases are meant; a switch without it names every case.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false }],
      '@typescript-eslint/naming-convention': ['error', {
        selector: 'typeLike', format: ['PascalCase'],
        custom: { regex: '^I[A-Z][a-z]|(Manager|Helper|Utils?|Common|Base|Impl|Dto)([A-Z]|$)', match: false },
      }],
    },
  },
  { files: ['services/*/src/**/*.ts'], ignores: ofSpecs, rules: { 'no-restricted-syntax': ['error', manyParameters, ...clockOrChance] } },
  { files: cores, rules: { 'no-restricted-syntax': ['error', manyParameters, ...clockOrChance, ...outsideWorld] } },
  // The sentences of a suite and the statements of a migration are long lists, not long functions.
  { files: [...ofSpecs, '**/migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  // A spec says when it skips for lack of data.
  { files: ofSpecs, rules: { 'no-console': 'off' } },
  // What a person starts in a terminal talks to that person.
  { files: ['deploy/local/src/**/*.ts', 'simulation/src/**/*.ts', 'bench/src/**/*.ts'], rules: { 'no-console': 'off' } },
  // The stock way is written as the documentation of its libraries writes it, DTOs and all.
  { files: ['bench/stock/src/**/*.ts'], rules: { '@typescript-eslint/naming-convention': 'off', '@typescript-eslint/consistent-type-imports': 'off' } },
  {
    files: ['*.js', '*.cjs', 'tools/**/*.mjs', 'libs/*/*.js', 'services/*/*.js', 'deploy/local/*.js', 'simulation/*.js', 'trust/*.js'],
    rules: { ...size, 'no-unused-vars': 'error', 'no-undef': 'off', 'prefer-const': 'error', eqeqeq: 'error' },
  },
);
