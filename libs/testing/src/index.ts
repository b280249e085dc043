export { type Claim, evidence, tries } from './evidence.js';
export { eventually } from './eventually.js';
export { specificationOf, type Given, type Outcome } from './specification.js';
export { type Bearer, startIssuer, type TestIssuer } from './issuer.js';
export { type Answer, type Asked, type OutsideEvent, type Running, type RunningService, type Said } from './running.js';
export { startForTest, type Surroundings, surroundingsOf, type TestOptions } from './start-for-test.js';
export { testServers, type TestServers } from './servers.js';
export { ask } from './http-client.js';
export { Authority, type Certified } from './certificates.js';
