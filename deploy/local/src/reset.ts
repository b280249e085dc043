import { stateFolder } from './places.js';
import { orSentence } from './problem.js';
import { stopLeftovers } from './stack/running.js';
import { openState, removeState } from './stack/state.js';

/** `npm run reset`: forgets all data of the local stack; refuses while it runs. */
await orSentence(async () => {
  const state = stateFolder();
  openState(state);
  await stopLeftovers(state);
  removeState(state);
  process.stdout.write(`All data of ${state} is forgotten; npm start begins anew.\n`);
});
