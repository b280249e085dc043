import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '../../services/service-list.js';
import { cast } from '../stage/cast.js';
import { limitMs, NeverSeen } from '../stage/waiting.js';
import type { Narrator } from './narrator.js';

interface Status {
  readonly readers: readonly { readonly name: string; readonly topic: string; readonly lag: number }[];
}

/** Who reads what is said of members. */
const followers: readonly ServiceName[] = ['assessment', 'referral', 'notification', 'reporting', 'hospital-feed'];

/** The topics that tell of members. Others never rest: consents carry a heartbeat. */
const aboutMembers = ['hhp.member', 'hhp.member-profile', 'hhp.member-key'];

/** Waits until nobody has anything left to read; gives up on a service that makes no progress for as long as any wait lasts. */
export async function caughtUp(tell: Narrator): Promise<void> {
  await Promise.all(followers.map(async (service) => {
    const began = performance.now();
    let [least, moved] = [Infinity, began];
    for (;;) {
      const status = await tell.api.get<Status>(service, '/operations/status', { as: cast.operator });
      const readers = status.readers.filter(({ topic }) => aboutMembers.includes(topic));
      const lag = readers.reduce((sum, reader) => sum + reader.lag, 0);
      if (lag === 0) break;
      if (lag < least) [least, moved] = [lag, performance.now()];
      if (performance.now() - moved > limitMs) {
        const slow = [...new Set(readers.filter((reader) => reader.lag > 0).map(({ name }) => name))];
        throw new NeverSeen(`${service}: its reader ${slow.join(', ')} stands still, ${lag} events behind`);
      }
      await pause(250);
    }
    tell.say(`      ✓ ${service.padEnd(14)} has read all of it    ${`${Math.round(performance.now() - began)} ms`.padStart(8)}`);
  }));
}
