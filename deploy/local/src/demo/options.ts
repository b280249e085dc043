import { Problem } from '../problem.js';
import { type ServiceName, serviceNames } from '../services/service-list.js';

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
    else throw new Problem(`npm run demo knows --small and --without <${serviceNames.join('|')}>, not ${args[at]}.`);
  }
  return { without, scale };
}

function serviceNamed(name: string | undefined): ServiceName {
  const found = serviceNames.find((each) => each === name);
  if (!found) throw new Problem(`Say without which service: --without ${serviceNames.join(' | ')}`);
  return found;
}
