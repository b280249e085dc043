import { ConsentHeartbeat, HandoffMissed, ReferralVoided } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import type * as Messaging from '@hhp/messaging';
import type { Caller, Deadline, Received, Tx } from '@hhp/messaging';
import { type Kind, type Life, lifeAfter } from '../model/facts.js';
import type { Command } from '../model/writer.js';
import { idOf, reasonOf, saidBy } from './names.js';

/** The library under judgement: as it is shipped, or with a bug planted in its text. */
export type Library = typeof Messaging;
interface State { readonly life: Life }

const at = '2026-01-01T00:00:00.000Z';
export const remindAfterMs = 120;
/** A type of hhp.referral that the reader does not want, and one that it wants. */
const classOf = (kind: Kind): typeof HandoffMissed | typeof ReferralVoided => (kind === 'noted' ? HandoffMissed : ReferralVoided);

const caller = (command: Command): Caller => ({
  actor: 'carla', role: 'care-coordinator', tenants: ['bay'], purpose: 'care-coordination', requestId: command.id, correlationId: command.id,
  route: 'POST /things', idempotency: { key: command.id, fingerprint: 'same' },
});

type Step = (tx: Tx, aggregate: string, said: Pick<Command, 'wish' | 'flaw' | 'needs'>) => Promise<State>;

/** Who reads its topic and takes its deadlines. */
function partsOn(library: Library, step: Step) {
  @library.Reader({ name: 'effects', topics: ['hhp.referral', 'hhp.consent'], tables: ['effect'] })
  class Effects {
    @library.OnEvents(ReferralVoided, ConsentHeartbeat)
    async take(tx: Tx, events: readonly Received<ReferralVoided | ConsentHeartbeat>[]): Promise<void> {
      for (const { topic, partition, offset, aggregate, version, data } of events) {
        const { flaw, needs } = saidBy('reason' in data ? data.reason : 'beat.well.nothing');
        if (flaw === 'refused' && (await tx.query('SELECT 1 FROM mended')).length === 0) throw new Refused('not-mended', 'The reader says no');
        if (needs && (await tx.query('SELECT 1 FROM effect WHERE aggregate = $1', [idOf(needs)])).length === 0) throw new library.NotYet('not-known-yet');
        await tx.query('INSERT INTO effect (topic, partition, record_offset, aggregate, version) VALUES ($1, $2, $3, $4, $5)',
          [topic, partition, offset, aggregate || null, version]);
      }
    }
  }
  class Bell {
    @library.OnDeadline('bell')
    async ring(tx: Tx, { subject }: Deadline): Promise<void> {
      await step(tx, subject, { wish: 'reminded' }).catch((refused: unknown) => { if (!(refused instanceof Refused)) throw refused; });
    }
  }
  return { readers: [new Effects()], deadlines: [new Bell()] };
}

/** A small service on the library: it says events of things, reads its own topic, and reminds. */
export function serviceOn(library: Library) {
  const things = {
    table: 'thing', initial: { life: 'none' as Life },
    evolve: ({ life }: State, { data }: { readonly data: object }): State =>
      ({ life: lifeAfter(life, saidBy((data as { reason: string }).reason).kind) ?? life }),
  };
  const step: Step = (tx, aggregate, said) =>
    library.change(tx, things, idOf(aggregate), ({ life }) => {
      if (!lifeAfter(life, said.wish)) throw new Refused('not-now', 'This cannot happen to it');
      const reason = reasonOf({ kind: said.wish, flaw: said.flaw, needs: said.needs });
      const data = { referralId: idOf(aggregate), memberId: idOf(aggregate.charAt(0)), reason };
      const { type } = classOf(said.wish);
      return [{ type, data: { ...data, [type === 'HandoffMissed' ? 'missedAt' : 'voidedAt']: at } }];
    });

  /** Does what the command asks, once. */
  const execute = (transactions: InstanceType<Library['Transactions']>, command: Command): Promise<string> =>
    transactions.command(caller(command), async (tx) => {
      const { aggregate, wish } = command;
      if (!aggregate) {
        await library.appendToOutbox(tx, [{ event: { type: ConsentHeartbeat.type, data: { partition: 0, heartbeatAt: at } } }]);
        return 'done';
      }
      await step(tx, aggregate, command);
      if (wish === 'opened') {
        await library.setDeadline(tx, { process: 'bell', subject: aggregate, kind: 'ring', dueAt: new Date(tx.now.getTime() + remindAfterMs) });
      }
      if (wish === 'closed') await library.cancelDeadlines(tx, 'bell', aggregate);
      return 'done';
    });
  return { parts: partsOn(library, step), execute };
}
