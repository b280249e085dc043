import { ReferralVoided } from '@hhp/contracts';
import { applyEffects } from './apply-effects.js';
import type { Incoming } from './log.js';
import type { ReaderParts } from './reader.js';
import { type Known, planSlice } from './slice.js';
import type { Tx } from './tx.js';

const member = '018f5c1a-7b2c-7def-8a9b-000000000001';
const thing = '018f5c1a-7b2c-7def-8a9b-000000000002';
const definitions = [ReferralVoided as never];
const reader: ReaderParts = { name: 'effects', topics: ['hhp.referral'], handlers: [{ definitions, call: async () => undefined }], tombstones: [] };
const known: Known = { next: new Map(), versions: new Map(), parked: new Set() };

const record = (offset: number, version: number, more: Partial<Incoming> & { type?: string; aggregate?: string } = {}): Incoming => ({
  topic: 'hhp.referral', partition: 0, offset, key: member, loggedAt: Date.parse('2019-09-13T16:30:00Z'),
  headers: {
    ce_id: `event-${offset}`, ce_type: more.type ?? 'ReferralVoided', ce_tenant: 'bay', ce_time: '2019-09-13T16:30:00Z', ce_subject: more.aggregate ?? thing,
    ce_aggregateversion: String(version),
  },
  value: JSON.stringify({ referralId: more.aggregate ?? thing, memberId: member, reason: 'duplicate', voidedAt: '2019-09-13T16:30:00Z' }),
  ...more,
});
const applied = (records: Incoming[], more: Partial<Known> = {}, by = reader): unknown[] =>
  planSlice(records, { ...known, ...more }, by).effects.map((effect) => (effect.kind === 'event' ? effect.event.version : effect.tombstone.key));

describe('a slice', () => {
  it('applies what is next and drops what is below the watermark or came before', () => {
    const plan = planSlice([record(4, 1), record(5, 1), record(6, 2), record(7, 2), record(8, 1)], { ...known, next: new Map([[0, 5]]) }, reader);
    expect([plan.effects.length, plan.duplicates, [...plan.next], [...plan.versions]]).toEqual([2, 3, [[0, 9]], [[thing, 2]]]);
  });
  it('knows of each partition how far it has come', () => {
    const records = [{ offset: 3 }, { offset: 4 }, { partition: 1, offset: 3 }].map((at, nth) => ({ ...record(0, 1, { aggregate: `thing-${nth}` }), ...at }));
    const plan = planSlice(records, { ...known, next: new Map([[0, 4], [1, 0]]) }, { ...reader, handlers: [] });
    expect([plan.duplicates, [...plan.next], [...plan.versions.keys()]]).toEqual([1, [[0, 5], [1, 4]], ['thing-1', 'thing-2']]);
  });
  it('counts versions of each aggregate by itself, also of types that nobody wants', () => {
    const other = '018f5c1a-7b2c-7def-8a9b-000000000003';
    expect(applied([record(0, 1, { type: 'ReferralReady' }), record(1, 2), record(2, 1, { aggregate: other })])).toEqual([2, 1]);
  });
  it('lets the keys wait whose handler said so, with everything behind them, and takes their repeats for repeats', () => {
    const elsewhere = { key: 'another', aggregate: '018f5c1a-7b2c-7def-8a9b-000000000003' };
    const notYet = new Map([[member, 'member-unknown']]);
    const plan = planSlice([record(0, 1), record(1, 2), record(2, 3), record(3, 1, elsewhere)], { ...known, versions: new Map([[thing, 1]]), notYet }, reader);
    expect(plan.aside).toMatchObject([{ kind: 'waiting', reason: 'member-unknown', record: { offset: 1 } }]);
    expect([plan.behind.map(({ offset }) => offset), plan.effects.length, plan.duplicates, [...plan.versions]]).toEqual(
      [[2], 1, 1, [['018f5c1a-7b2c-7def-8a9b-000000000003', 1]]]);
  });
  it('lets a key wait behind a gap, and only that key', () => {
    const elsewhere = { key: 'another', aggregate: '018f5c1a-7b2c-7def-8a9b-000000000003' };
    const plan = planSlice([record(0, 2), record(1, 3), record(2, 1, elsewhere)], known, reader);
    expect(plan.aside).toMatchObject([{ kind: 'waiting', reason: 'version-gap', record: { offset: 0 } }]);
    expect([plan.behind.map(({ offset }) => offset), plan.effects.length]).toEqual([[1], 1]);
  });
  it.each([
    ['data that is no JSON', { value: '{"referralId": ' }, 'data-unreadable'], ['data that is nothing', { value: '' }, 'data-unreadable'],
    ['a field of the wrong form', { value: '{"referralId":"Albert"}' }, /^contract-broken:(?=.*referralId)(?=.*memberId)(?!.*Albert)/],
    ['no envelope', { headers: {} }, 'envelope-unreadable'],
    ['a version that this build does not know', { headers: { ...record(0, 1).headers, ce_schemaversion: '99' } }, 'version-unknown'],
  ])('refuses %s', (_what, more, reason) => {
    const [aside] = planSlice([record(0, 1, more)], known, reader).aside;
    expect([aside?.kind, aside?.reason]).toEqual(['refused', expect.stringMatching(reason)]);
  });
  it('of a compacted topic takes the highest version whatever is missing', () => {
    const topic = 'hhp.member-key';
    const keys: ReaderParts = { ...reader, topics: [topic], tombstones: [{ topic, call: async () => undefined }] };
    expect(applied([record(0, 7, { topic }), record(1, 5, { topic }), record(2, 0, { topic, value: null })], {}, keys)).toEqual([7, member]);
  });
  it('leaves out what an operator discarded, and counts its version', () => {
    expect(applied([record(0, 1), record(1, 2)], { discarded: new Set(['0/0']) })).toEqual([2]);
  });
  it('leaves out every other copy of what an operator discarded', () => {
    expect(applied([record(4, 1), record(5, 1), record(6, 2)], { discarded: new Set([`${thing} 1`]) })).toEqual([2]);
  });
  it('hands out what came before a deletion before it', async () => {
    const calls: string[] = [];
    const topic = 'hhp.member-key';
    const both: ReaderParts = {
      ...reader, topics: [topic], handlers: [{ definitions, call: async (_tx, events) => { calls.push(`events ${events.length}`); } }],
      tombstones: [{ topic, call: async (_tx, keys) => { calls.push(`forget ${keys.length}`); } }],
    };
    const records = [record(0, 1, { topic }), record(1, 0, { topic, value: null }), record(2, 0, { topic, value: null, key: 'b' }), record(3, 2, { topic })];
    await applyEffects({} as Tx, both, planSlice(records, known, both).effects);
    expect(calls).toEqual(['events 1', 'forget 2', 'events 1']);
  });
});
