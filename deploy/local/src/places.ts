import { join, resolve } from 'node:path';

/** The checkout in which this program lies. */
export const checkout = resolve(import.meta.dirname, '../../..');

/** Where all of a local stack lives: one folder, which `npm run reset` forgets. */
export const stateFolder = (env: NodeJS.ProcessEnv = process.env): string => resolve(env.HHP_STATE ?? join(checkout, '.state'));

/** Where Kafka's jars are kept. Stacks of tests and demonstrations share those of the checkout. */
export const jarsFolder = (env: NodeJS.ProcessEnv = process.env): string => resolve(env.HHP_JARS ?? join(checkout, '.state', 'jars'));

export const logOf = (state: string, name: string): string => join(state, 'logs', `${name}.log`);
