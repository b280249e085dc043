import { type AddressInfo, type Server, createServer } from 'node:net';
import { Problem } from '../problem.js';

/** Where everything listens when nobody says otherwise. */
export const usualPorts = {
  issuer: 3000, enrollment: 3001, assessment: 3002, directory: 3003, referral: 3004, notification: 3005, reporting: 3006, 'hospital-feed': 3007,
  mllp: 2575, smtp: 1025, mail: 8025, postgres: 15432, kafka: 19092, 'kafka-controller': 19093,
} as const;

export type PortName = keyof typeof usualPorts;
export type Ports = Readonly<Record<PortName, number>>;

const settingOf = (name: string): string => `PORT_${name.toUpperCase().replaceAll('-', '_')}`;
const names = Object.keys(usualPorts) as PortName[];

/** The ports of a stack: the usual ones, each with a setting (PORT_REFERRAL=4004), or any free ones with HHP_PORTS=free. */
export async function choosePorts(env: NodeJS.ProcessEnv, needed: readonly PortName[]): Promise<Ports> {
  const free = env.HHP_PORTS === 'free' ? await freePorts(names.length) : undefined;
  const chosen = Object.fromEntries(names.map((name, index) => [name, portOf(env, name, free?.[index] ?? usualPorts[name])])) as Record<PortName, number>;
  for (const name of needed) if (!(await isFree(chosen[name]))) throw taken(name, chosen[name]);
  return chosen;
}

function portOf(env: NodeJS.ProcessEnv, name: PortName, otherwise: number): number {
  const given = env[settingOf(name)];
  if (given === undefined) return otherwise;
  if (/^\d{1,5}$/.test(given) && Number(given) >= 1 && Number(given) <= 65_535) return Number(given);
  throw new Problem(`${settingOf(name)} must be a port between 1 and 65535.`);
}

const taken = (name: PortName, port: number): Problem => new Problem(
  `Port ${port}, where ${name} would listen, is taken: stop the program that uses it, or choose another by `
  + `${settingOf(name)}=… (HHP_PORTS=free takes any that are free).`,
);

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port).catch(() => undefined);
  await (server && close(server));
  return server !== undefined;
}

/** So many ports that nobody uses now; they are held together while they are collected, so that none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

const listen = (port: number): Promise<Server> => new Promise((resolve, reject) => {
  const server = createServer();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', () => { resolve(server); });
});

const close = (server: Server): Promise<void> => new Promise((resolve) => { server.close(() => { resolve(); }); });
