import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../places.js';
import { Problem } from '../problem.js';

/** The services that a stack runs; each listens on the port of its name. */
export const serviceNames = ['enrollment', 'assessment', 'directory', 'referral', 'notification', 'reporting', 'hospital-feed'] as const;
export type ServiceName = (typeof serviceNames)[number];

export const audienceOf = (service: string): string => `hhp-${service}`;

/** The built program of a service. */
export function programOf(service: ServiceName): string {
  const program = join(checkout, 'services', service, 'dist/main.js');
  if (!existsSync(program)) throw new Problem(`The service ${service} is not built: run npm run build.`);
  return program;
}
