import { jarsOf } from '../kafka/jars.js';
import { checkDisk } from './disk.js';
import { findJava, findMaven } from './java.js';
import { type PortName, type Ports, choosePorts, usualPorts } from './ports.js';
import { type RealParts, checkRealParts } from './real-parts.js';

/** What a start needs of the machine. */
export interface Needs {
  readonly state: string;
  readonly jars: string;
  readonly real: RealParts;
  readonly env: NodeJS.ProcessEnv;
}

/** Looks at all that a start needs before anything is started, so that a lack is said at once and in one sentence. Answers the ports. */
export async function checkBeforeStart({ state, jars, real, env }: Needs): Promise<Ports> {
  checkDisk(state, env);
  const [ports] = await Promise.all([choosePorts(env, neededPorts(real)), real.brokers ? undefined : checkKafka(jars, env), checkRealParts(real)]);
  return ports;
}

/** Java, and Maven where Kafka has not been fetched yet. Java is asked for first: who has neither is to hear that. */
async function checkKafka(jars: string, env: NodeJS.ProcessEnv): Promise<void> {
  await findJava(env);
  if (!jarsOf(jars).present) await findMaven(env);
}

function neededPorts(real: RealParts): PortName[] {
  const replaced: PortName[] = [
    ...(real.databaseUrl ? ['postgres' as const] : []), ...(real.brokers ? ['kafka' as const, 'kafka-controller' as const] : []),
    ...(real.issuer ? ['issuer' as const] : []), ...(real.smtpUrl ? ['smtp' as const, 'mail' as const] : []),
  ];
  return (Object.keys(usualPorts) as PortName[]).filter((name) => !replaced.includes(name));
}
