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

/** Looks at all that a start needs before anything is started, so that a lack is said at once and in one sentence. */
export async function checkBeforeStart({ state, jars, real, env }: Needs): Promise<{ ports: Ports; java: number | undefined }> {
  checkDisk(state, env);
  const [ports, java] = await Promise.all([
    choosePorts(env, neededPorts(real)),
    real.brokers ? undefined : findJava(env),
    real.brokers || jarsOf(jars).present ? undefined : findMaven(env),
    checkRealParts(real),
  ]);
  return { ports, java: java?.version };
}

function neededPorts(real: RealParts): PortName[] {
  const replaced: PortName[] = [
    ...(real.databaseUrl ? ['postgres' as const] : []), ...(real.brokers ? ['kafka' as const, 'kafka-controller' as const] : []),
    ...(real.issuer ? ['issuer' as const] : []), ...(real.smtpUrl ? ['smtp' as const, 'mail' as const] : []),
  ];
  return (Object.keys(usualPorts) as PortName[]).filter((name) => !replaced.includes(name));
}
