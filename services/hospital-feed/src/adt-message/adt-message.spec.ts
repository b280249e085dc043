import { readMessage } from '../hl7/header.js';
import { type Meaning, meaningOf } from './adt-message.js';

const reading = { zone: 'America/Los_Angeles', processingIds: ['P'], receivedAt: new Date('2019-09-30T00:00:00Z') };

interface Parts { event?: string; kind?: string; processingId?: string; evn?: string; pid?: string; pv1?: string; more?: readonly string[] }

function meaning({ event = 'A03', kind = 'ADT', processingId = 'P', evn = `EVN||20190912093000`, pid = 'PID|||81^^^H^MR||Rivera^Albert||19610412|M', pv1 = visit(), more = [] }: Parts): Meaning {
  const read = readMessage([`MSH|^~\\&|EPIC|H1|||20190912093100||${kind}^${event}^ADT_${event}|7|${processingId}|2.5.1`, evn, pid, pv1, ...more].join('\r'));
  if ('unreadable' in read) throw new Error(read.unreadable.reason);
  return meaningOf(read as Parameters<typeof meaningOf>[0], reading);
}

/** A PV1 by the numbers of its fields. */
function visit(fields: Record<number, string> = {}): string {
  const all: Record<number, string> = { 2: 'I', 19: 'V100', ...fields };
  return ['PV1', ...Array.from({ length: 45 }, (_, nth) => all[nth + 1] ?? '')].join('|');
}

describe('an admission, discharge or transfer message', () => {
  it('means what MSH-9.2 says, though EVN-1 and MSH-9.3 say something else', () => {
    expect(meaning({ event: 'A13', evn: 'EVN|A01|20190912093000' })).toMatchObject({ use: 'stay', fact: { step: 'cancel-discharge' } });
    for (const [event, step] of Object.entries({ A01: 'admit', A04: 'admit', A02: 'transfer', A06: 'class-change', A07: 'class-change', A08: 'update', A03: 'discharge', A11: 'cancel-admit' })) {
      expect(meaning({ event })).toMatchObject({ use: 'stay', visit: 'V100', fact: { step } });
    }
  });
  it('is ordered by the time at which it was recorded (EVN-2), else by that of the message', () => {
    expect(meaning({ event: 'A08' })).toMatchObject({ fact: { at: '2019-09-12T16:30:00.999Z' } });
    expect(meaning({ event: 'A01' })).toMatchObject({ fact: { at: '2019-09-12T16:30:00.000Z' } });
    expect(meaning({ event: 'A01', evn: 'EVN||""' })).toMatchObject({ fact: { at: '2019-09-12T16:31:00.000Z' } });
  });
  it('puts an admission at the beginning of its day and a discharge at the end, when only the day is given', () => {
    expect(meaning({ event: 'A01', evn: 'EVN||20190912' })).toMatchObject({ fact: { at: '2019-09-12T07:00:00.000Z', admittedAt: '2019-09-12T07:00:00.000Z' } });
    expect(meaning({ event: 'A03', evn: 'EVN||20190912' })).toMatchObject({ fact: { at: '2019-09-13T06:59:59.999Z', dischargedAt: '2019-09-13T06:59:59.999Z' } });
  });
  it('tells admission and discharge by PV1-44 and PV1-45, else by when it occurred, else by when it was recorded', () => {
    const pv1 = visit({ 44: '20190903080000', 45: '20190912091500' });
    expect(meaning({ pv1 })).toMatchObject({ fact: { admittedAt: '2019-09-03T15:00:00.000Z', dischargedAt: '2019-09-12T16:15:00.000Z' } });
    expect(meaning({ evn: 'EVN||20190912093000||||20190912090000' })).toMatchObject({ fact: { dischargedAt: '2019-09-12T16:00:00.000Z' } });
    expect(meaning({})).toMatchObject({ fact: { dischargedAt: '2019-09-12T16:30:00.000Z', admittedAt: undefined } });
    expect(meaning({ event: 'A08' })).toMatchObject({ fact: { dischargedAt: undefined } });
  });
  it('knows the class, the disposition and a death', () => {
    expect(meaning({ pv1: visit({ 2: 'E', 36: '01' }) })).toMatchObject({ fact: { patientClass: 'emergency', disposition: '01', deceased: undefined } });
    expect(meaning({ pv1: visit({ 2: 'X9', 36: '41' }) })).toMatchObject({ fact: { patientClass: 'other', deceased: true } });
    expect(meaning({ pv1: visit({ 2: '', 36: 'went home with her daughter Ana' }) })).toMatchObject({ fact: { patientClass: undefined, disposition: undefined } });
  });
  it('knows its visit by PV1-19, else by the account, and an earlier number by MRG-5', () => {
    const account = 'PID|||81||Rivera^Albert||19610412|M||||||||||ACC7';
    expect(meaning({ pid: account, pv1: visit({ 19: '' }) })).toMatchObject({ use: 'stay', visit: 'ACC7' });
    expect(meaning({ event: 'A06', more: ['MRG|||||V99'] })).toMatchObject({ visit: 'V100', priorVisit: 'V99' });
    expect(meaning({ pv1: visit({ 19: '' }) })).toEqual({ use: 'none', reason: 'visit-number-missing' });
  });
  it('finds every number of the person, the Medi-Cal one in a PID-3 repetition or a policy', () => {
    const found = meaning({ pid: 'PID||2-22|81^^^H^MR~91234567a^^^CA^MA||Núñez-O\'Neil^Ana María||19610412000000|F', more: [`IN1|1${'|'.repeat(35)}9 7654321B`] });
    expect(found).toMatchObject({ person: { localIds: ['91234567A'], identifiers: ['91234567A', '97654321B'], familyName: 'NUNEZONEIL', givenName: 'ANAMARIA', birthDate: '19610412', sex: 'F' } });
  });
  it('that names nobody is of no use', () => {
    expect(meaning({ pid: 'PID|1' })).toEqual({ use: 'none', reason: 'person-missing' });
  });
  it('of two merges holds both', () => {
    const read = meaning({ event: 'A40', pid: 'PID|||11111||A^B', pv1: 'MRG|22222', more: ['PID|||33333||C^D', 'MRG|44444~55555'] });
    expect(read).toMatchObject({ use: 'merge', merges: [{ retired: ['22222'], person: { localIds: ['11111'] } }, { retired: ['44444', '55555'], person: { familyName: 'C' } }] });
  });
  it('of a kind or an event that is not used here, or of a test, has no effect', () => {
    expect(meaning({ kind: 'ORU', event: 'R01' })).toEqual({ use: 'none', reason: 'message-type-not-used' });
    expect(meaning({ event: 'A31' })).toEqual({ use: 'none', reason: 'event-not-used' });
    expect(meaning({ processingId: 'T' })).toEqual({ use: 'none', reason: 'not-production' });
    expect(meaning({ kind: 'ACK', event: '' })).toEqual({ use: 'none', reason: 'acknowledgement' });
  });
});

describe('a message that is none', () => {
  const reason = (text: string) => {
    const read = readMessage(text);
    return 'unreadable' in read ? [read.unreadable.reason, read.unreadable.place] : [];
  };
  it('is named with its place', () => {
    expect(reason('hello world')).toEqual(['not-er7', '']);
    expect(reason('MSH|^~\\&|A|B|C|D|2019||ADT^A01||P|2.3')).toEqual(['control-id-missing', 'MSH^1^10']);
    expect(reason('MSH|^~\\&|A|B|C|D|2019|||7|P|2.3')).toEqual(['message-type-missing', 'MSH^1^9']);
  });
});
