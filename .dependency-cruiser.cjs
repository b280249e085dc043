/** Who may import whom, beyond the tags in eslint.config.js: purity of cores, cycles, services apart, specs apart. */

/** `<noun>/<noun>.ts`: the pure core of a noun; the folder and the file have one name. */
const core = '^services/([^/]+)/src/([^/]+)/\\2\\.ts$';
/** Specs, and the files that only specs use (ADR 0011). */
const ofSpecs = '\\.spec\\.ts$|/src/(scene|stage|examples)\\.ts$|/examples\\.ts$|^libs/testing/|^trust/';

module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'A core, and whatever it reaches, knows facts and rules: contracts, domain-kit and pure files of its own service; no Nest, no pg, no node:*.',
      severity: 'error',
      from: { path: core },
      to: { reachable: true, pathNot: ['^services/$1/src/', '^libs/(contracts|domain-kit)/src/', '(^|/)node_modules/class-validator/'] },
    },
    { name: 'no-cycles', comment: 'A cycle is a third thing that wants a name.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'services-stay-apart',
      comment: 'Services talk through events only.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: ['^services/', '^@hhp/(?!contracts|domain-kit|messaging|service-host|testing)'], pathNot: '^services/$1/' },
    },
    {
      name: 'kafka-behind-messaging',
      comment: 'One place knows Kafka, so that its client can be replaced. (What measures knows it too: the limits are its bare client.)',
      severity: 'error',
      from: { pathNot: '^(libs/messaging|bench)/' },
      to: { path: '(^|/)node_modules/kafkajs/' },
    },
    {
      name: 'testing-in-specs-only',
      comment: 'What a test needs is not shipped.',
      severity: 'error',
      from: { path: '^(services|libs|deploy)/', pathNot: ofSpecs },
      to: { path: ofSpecs },
    },
    {
      name: 'nobody-uses-what-measures',
      comment: 'Benches, faults and the trials of trust look at the product from outside.',
      severity: 'error',
      from: { path: '^(services|libs|deploy)/' },
      to: { path: ['^(bench|trust)/', '^@hhp/(bench|trust)'] },
    },
    {
      name: 'rows-stay-home',
      comment: 'A table is an affair of its own folder.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/([^/]+)/' },
      to: { path: '\\.row\\.ts$', pathNot: '^services/$1/src/$2/' },
    },
    {
      name: 'libraries-by-their-index',
      comment: 'What a library exports is seen in its index; nothing reaches behind it.',
      severity: 'error',
      from: { path: '^(services/[^/]+|libs/[^/]+|deploy/local|simulation|bench|trust)/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^$1/'] },
    },
    {
      name: 'nobody-needs-the-simulation',
      comment: 'It judges the product and is no part of it.',
      severity: 'error',
      from: { pathNot: '^simulation/' },
      to: { path: ['^simulation/', '^@hhp/simulation'] },
    },
    {
      name: 'contracts-know-validators-only',
      comment: 'What is said between services depends on nothing that could change under it.',
      severity: 'error',
      from: { path: '^libs/contracts/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^libs/contracts/src/', '(^|/)node_modules/class-validator/'] },
    },
    {
      name: 'domain-kit-knows-nothing',
      comment: 'It is allowed in a core.',
      severity: 'error',
      from: { path: '^libs/domain-kit/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/domain-kit/src/' },
    },
    {
      name: 'product-without-dev-dependencies',
      comment: 'A service runs without what only development needs.',
      severity: 'error',
      from: { path: '^(services|libs)/', pathNot: ofSpecs },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is dead, or forgotten in a list.',
      severity: 'error',
      from: { orphan: true, path: '^((services|libs|deploy/local)/.*|simulation)/src/', pathNot: '\\.spec\\.ts$|/src/(main|index)\\.ts$' },
      to: {},
    },
    {
      name: 'checker-shares-no-code',
      comment: 'Who judges the product knows its public contracts and none of its code; it asks kcat and psql.',
      severity: 'error',
      from: { path: '^faults/src/checker/' },
      to: { pathNot: ['^faults/src/(checker|world/programs\\.ts)', '^(node:)?[a-z_/]+$'] },
    },
    { name: 'no-unresolved', comment: 'An import that leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.nx)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['@hhp/source', 'import', 'node', 'default'] },
  },
};
