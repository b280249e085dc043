import { Problem } from '../problem.js';
import type { ServiceName } from '../services/service-list.js';

/** The services that read what others say; enrollment and the directory read nothing. */
const readingServices = ['assessment', 'referral', 'notification', 'reporting', 'hospital-feed'] as const satisfies readonly ServiceName[];

/** What `npm run demo -- …` was told. */
export interface DemoOptions {
  /** This service starts with its readers off, so that the story must fail. */
  readonly without: ServiceName | undefined;
  /** How much of the list is played; the story of the two people is always whole. */
  readonly scale: number;
}

/** `--without reporting` leaves the readers of a service out, `--small` plays a fiftieth of the list. */
export function demoOptions(args: readonly string[]): DemoOptions {
  let [without, scale]: [ServiceName | undefined, number] = [undefined, 1];
  for (let at = 0; at < args.length; at++) {
    if (args[at] === '--small') scale = 1 / 50;
    else if (args[at] === '--without') without = serviceNamed(args[++at]);
    else throw new Problem(`npm run demo knows --small and --without <${readingServices.join('|')}>, not ${args[at]}.`);
  }
  return { without, scale };
}

function serviceNamed(name: string | undefined): ServiceName {
  const found = readingServices.find((each) => each === name);
  if (!found) throw new Problem(`Say without which service: --without ${readingServices.join(' | ')}`);
  return found;
}
