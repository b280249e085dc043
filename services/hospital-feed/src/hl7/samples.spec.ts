import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageProper, messagesIn, textOf } from './bytes.js';
import { type Header, readMessage } from './header.js';
import { wordAt, segment } from './message.js';

const samples = join(import.meta.dirname, '../../../../../shared/data/hl7v2');
const present = existsSync(samples);
if (!present) console.warn('The collected hospital messages are not beside this checkout (../shared/data/hl7v2): their tests are skipped.');

interface Sample { file: string; header: Header; evnEvent: string | undefined; structure: string | undefined; text: string }

function read(file: string): Sample[] {
  return messagesIn(readFileSync(join(samples, file))).map((slice) => {
    const text = textOf(messageProper(slice));
    const found = readMessage(text);
    if ('unreadable' in found) throw new Error(`${file}: ${found.unreadable.reason}`);
    const { message } = found as Required<typeof found>;
    return { file, header: found.header, evnEvent: wordAt(message, segment(message, 'EVN'), 1), structure: wordAt(message, segment(message, 'MSH'), 9, { component: 3 }), text };
  });
}

(present ? describe : describe.skip)('the collected hospital messages', () => {
  const files = present ? readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(hl7|txt)$/.test(file)).sort() : [];
  const all = files.flatMap(read);
  const of = (folder: string): Sample[] => all.filter(({ file }) => file.startsWith(folder));
  const byType = (some: Sample[]): Record<string, number> => Object.fromEntries(
    [...new Set(some.map(({ header }) => header.kind))].sort().map((kind) => [kind, some.filter(({ header }) => header.kind === kind).length]));

  it('are all read, as many as other tools count: 564 in 45 files', () => {
    expect([files.length, all.length]).toEqual([45, 564]);
    expect(byType(all)).toEqual({ ACK: 1, ADT: 234, BAR: 11, MDM: 2, ORM: 3, ORU: 308, QRY: 2, SIU: 3 });
  });
  it('come in batches without an envelope, behind remarks, and with the letters MSH within their fields', () => {
    expect(of('nextgen-connect/batch01').map(({ header }) => header.event)).toEqual(['S12', 'S14', 'S15']);
    expect(of('nextgen-connect/batch03').map(({ header }) => header.kind)).toEqual(['ADT', 'ORU']);
    expect(of('hapi/messages.txt')).toHaveLength(18);
    expect(of('ms-fhir-converter/ADT04-23')).toHaveLength(1);
  });
  it('of a simulated hospital are laboratory results for the most part, marked as training', () => {
    expect(byType(of('simhospital'))).toEqual({ ADT: 193, MDM: 2, ORU: 305 });
    expect(new Set(of('simhospital').map(({ header }) => header.processingId))).toEqual(new Set(['T']));
    expect(new Set(of('simhospital').map(({ header }) => header.acceptWish))).toEqual(new Set(['AL']));
  });
  it('contradict themselves in EVN-1 and name structures that do not exist', () => {
    const adt = of('ms-fhir-converter');
    expect(adt.filter(({ header, evnEvent }) => evnEvent !== header.event).map(({ header }) => header.event)).toContain('A13');
    expect(adt.map(({ structure }) => structure)).toContain('ADT_A13');
  });
  it('share control ids, so that an id alone names no message', () => {
    const ids = of('ms-fhir-converter').map(({ header }) => header.controlId);
    expect(ids.filter((id) => id === 'MSG00001').length).toBeGreaterThan(10);
  });
});
