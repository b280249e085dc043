import type { ServiceName } from '@hhp/local-stack';
import { calm, deathsWithoutBroker } from '../nemesis/absences.js';
import { backlog } from '../nemesis/backlog.js';
import { stepClocks } from '../nemesis/clocks.js';
import { crashAt, crashPoints, makeDue } from '../nemesis/crash-points.js';
import type { Fault } from '../nemesis/fault.js';
import { gap, poison, repeatRecords } from '../nemesis/forging.js';
import { killService } from '../nemesis/kills.js';
import { besideOurs, insteadOfOurs } from '../nemesis/replicas.js';
import { killDatabase, resetConnections, terminateConnections } from '../nemesis/server-faults.js';
import type { OtherBuild } from '../world/other-build.js';

/** A short run that looks for one kind of bug, with the services that it needs. */
export interface Scenario {
  readonly services: readonly ServiceName[];
  readonly lanes: readonly (readonly Fault[])[];
  /** When people have stopped working. */
  readonly afterwards?: readonly Fault[];
  readonly replays?: true;
  readonly clocks?: true;
  readonly absent?: ServiceName;
}

const [members, referrals]: readonly (readonly ServiceName[])[] = [
  ['enrollment', 'assessment'], ['enrollment', 'assessment', 'directory', 'referral', 'reporting', 'notification'],
];
const at = (name: string, service: ServiceName): Fault => crashAt({ ...crashPoints.find((each) => each.name === name)!, services: [service] });
const times = (count: number, ...faults: Fault[]): Fault[] => Array.from({ length: count }, () => faults).flat();
const due: Fault = { name: 'a deadline comes', kills: 0, run: makeDue };

const nextVersions: Fault = {
  name: 'events of the next version', kills: 0,
  async run({ psql, bites }) {
    const [row] = await psql.rows<{ n: number }>("SELECT count(*)::int AS n FROM assessment.outbox WHERE headers::json->>'ce_schemaversion' = '2'");
    bites.count('events of the next version', row!.n);
    return `${row!.n} were said`;
  },
};

/** Each is green on the product as it is: that is tried before and after the planted bugs. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'broker-away': { services: members!, lanes: [[calm(2), deathsWithoutBroker(members!), calm(3)]] },
  'slot-lost': { services: members!, lanes: [[calm(2), deathsWithoutBroker(['enrollment'], 'assessment'), calm(3)]] },
  'relay-deaths': { services: members!, lanes: [times(3, at('relay.after-receive', 'enrollment'), at('relay.after-acknowledgement-before-confirm', 'assessment'))] },
  'reader-deaths': { services: members!, lanes: [times(4, at('reader.in-transaction-after-watermark', 'assessment'), at('reader.in-transaction-after-effect', 'assessment'))] },
  absence: { services: members!, lanes: [[calm(8)]], absent: 'assessment' },
  deaths: { services: members!, lanes: [times(5, killService('enrollment'), killService('assessment'), calm(1))] },
  repeats: { services: members!, lanes: [[calm(4), ...times(4, repeatRecords('in order', ['hhp.member'])), ...times(2, repeatRecords('shuffled', ['hhp.member']))]] },
  gaps: { services: ['enrollment', 'directory', 'reporting'], lanes: [[calm(1), gap, gap]] },
  poison: { services: ['enrollment', 'directory', 'reporting'], lanes: [[calm(1), poison, calm(3)]] },
  database: { services: ['enrollment', 'assessment', 'hospital-feed'], lanes: [[calm(2), resetConnections('database'), terminateConnections, killDatabase, resetConnections('database'), calm(2)]] },
  members: { services: members!, lanes: [[calm(10)]], replays: true },
  // What people did stands behind so much that a rebuild takes a while.
  'much-to-read': { services: members!, lanes: [[backlog(60_000), calm(6)]], replays: true },
  work: { services: referrals!, lanes: [[calm(14)]], replays: true },
  deadlines: { services: ['enrollment', 'assessment', 'directory', 'referral'], lanes: [[calm(8)]], afterwards: times(2, at('deadline.after-firing-before-commit', 'referral'), due) },
  clocks: { services: members!, lanes: [[calm(2), stepClocks('+1d'), stepClocks('-1d')]], clocks: true },
  idle: { services: ['enrollment', 'assessment', 'directory'], lanes: [[calm(20)]] },
};

/**
 * The next release comes and is taken back under load, of a service that says the next version of an event and of one that reads it: what was
 * said in between stays, and our own release has to read it.
 */
export const nextRelease = (next: OtherBuild): Scenario => ({
  services: ['enrollment', 'assessment', 'directory', 'referral'], replays: true,
  lanes: [[
    calm(2), besideOurs('referral', next), insteadOfOurs('assessment', next), insteadOfOurs('referral', next), besideOurs('assessment', next), nextVersions, calm(2),
  ]],
});
