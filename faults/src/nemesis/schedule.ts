import type { ServiceName } from '@hhp/local-stack';
import type { Chance } from '../chance.js';
import type { OtherBuild } from '../world/other-build.js';
import { backlog } from './backlog.js';
import { stepClocks } from './clocks.js';
import { crashAt, crashPoints, loseSlot, makeDue } from './crash-points.js';
import { type Fault, serviceOf } from './fault.js';
import { gap, poison, repeatRecords } from './forging.js';
import { endService, killService } from './kills.js';
import { besideOurs, rebalanceStorm, zombie } from './replicas.js';
import {
  blackHole, idleTransaction, killBroker, killDatabase, pauseBroker, resetConnections, restartBroker, stopDatabase, terminateConnections,
} from './server-faults.js';

const slotLost: Fault = { name: 'a replication slot is lost', kills: 1, run: (scene) => loseSlot(scene, serviceOf(scene, ['enrollment', 'assessment', 'referral'])) };
const deadlineDue: Fault = { name: 'a deadline comes', kills: 0, run: makeDue };

/** Everything but the deaths of services, each once. */
const kindsOf = (chance: Chance, services: readonly ServiceName[], { clocks, backlogs, earlier }: Terms): Fault[] => [
  endService(chance.of(services)), killBroker, restartBroker, pauseBroker(chance.of([3_000, 8_000])), killDatabase, stopDatabase, terminateConnections,
  resetConnections('database'), resetConnections('Kafka'), blackHole('database', 4_000), blackHole('Kafka', 4_000), idleTransaction(8),
  repeatRecords('in order'), repeatRecords('in order'), repeatRecords('shuffled'), poison, gap, slotLost, deadlineDue,
  rebalanceStorm(chance.of(['referral', 'reporting', 'assessment'])), zombie(chance.of(['referral', 'notification', 'reporting'])),
  ...(clocks ? [stepClocks(chance.of(['+1h', '+1d', '-1h', '-1d']))] : []),
  ...(backlogs > 0 ? [backlog(backlogs)] : []), ...(earlier ? (['referral', 'reporting', 'enrollment'] as const).map((each) => besideOurs(each, earlier)) : []),
];

export interface Terms {
  readonly kills: number;
  readonly clocks: boolean;
  /** How many records a backlog has. */
  readonly backlogs: number;
  readonly earlier?: OtherBuild | undefined;
}

/**
 * Two lanes in an order that the seed alone decides: services die, at named points and anywhere; and meanwhile all else breaks. So many kills in
 * all; where none are wanted nothing breaks.
 */
export function scheduleOf(chance: Chance, services: readonly ServiceName[], terms: Terms): Fault[][] {
  const { kills } = terms;
  if (kills === 0) return [];
  const rounds = Math.max(1, Math.round(kills / 120));
  const others = Array.from({ length: rounds }, (_, nth) => kindsOf(chance, services, { ...terms, backlogs: nth === 0 ? terms.backlogs : 0 })).flat();
  const atPoints = Array.from({ length: rounds }, () => crashPoints.map(crashAt)).flat();
  const left = Math.max(0, kills - [...others, ...atPoints].reduce((sum, each) => sum + each.kills, 0));
  // Some of every service, then whoever it hits.
  const killed = Array.from({ length: left }, (_, nth) => killService(nth < services.length * 2 ? services[nth % services.length]! : chance.of(services)));
  return [chance.shuffled([...atPoints, ...killed]), chance.shuffled(others)];
}
