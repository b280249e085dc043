import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageProper, messagesIn, textOf } from '../hl7/bytes.js';
import { type HospitalLine, type KeptRow, Scene, acknowledged, frame } from '../scene.js';
import { adt } from '../examples.js';

const samples = join(import.meta.dirname, '../../../../../shared/data/hl7v2');
const present = existsSync(samples);
if (!present) console.warn('The collected hospital messages are not beside this checkout (../shared/data/hl7v2): nothing is sent of them.');

interface Expected {
  readonly file: string;
  readonly nth: number;
  readonly message: string;
  /** MSA-1 of each answer. */
  readonly answers: readonly string[];
  readonly keeping: string;
  readonly reason: string | null;
  readonly repeatOf: string;
}

/** The table says for every message what it is and what its sender hears; it was derived from the standard without this code. */
const table: readonly Expected[] = readFileSync(join(import.meta.dirname, 'sample-answers.csv'), 'utf8').trimEnd().split('\n').slice(1).map((row) => {
  const [file = '', nth = '', message = '', answers = '', keeping = '', reason = '', repeatOf = ''] = row.split(',');
  return { file, nth: Number(nth), message, answers: answers === 'none' ? [] : answers.split(' '), keeping, reason: reason || null, repeatOf };
});

/** MSH-3.1 and MSH-4.1 of those who send; the one of the folder `smolder` names itself not at all and stays a stranger. */
const senders = [
  ['ADMISSION', 'ADT1'], ['ADT1', 'GHHSFacility'], ['ADT1', 'GOOD HEALTH HOSPITAL'], ['ADTApp', 'GHHSFacility'], ['CERNER', 'RAL'], ['DMCOE', ''],
  ['IRIS', 'SANTER'], ['MS4_AZ', 'UNV'], ['NES', 'NINTENDO'], ['Ntierprise', 'Ntierprise Clinic'], ['RAD RESULTS', 'RIQ1'], ['RADIOLOGY', 'MIR1'],
  ['RADIS1', ''], ['SENDING_APPLICATION', 'SENDING_FACILITY'], ['SendingApp', 'SendingFac'], ['system1', 'W'],
] as const;

(present ? describe : describe.skip)('all collected hospital messages, sent as they are', () => {
  let scene: Scene;
  let line: HospitalLine;
  const files = [...new Set(table.map(({ file }) => file))];
  const bytesOf = (file: string): Buffer => readFileSync(join(samples, file));

  beforeAll(async () => {
    scene = await Scene.open({ LOG_LEVEL: 'silent' });
    for (const [at, [sendingApplication, sendingFacility]] of senders.entries()) await scene.declare(`sender-${at}`, { sendingApplication, sendingFacility });
    // The simulated hospital marks its patients as training: for this feed they are the real ones.
    await scene.declare('simulated', { sendingApplication: 'SIMHOSP', sendingFacility: 'SFAC', processingIds: ['T', 'P'] });
    line = await scene.line();
  }, 120_000);
  afterAll(() => scene.close());

  it('stand in the table, each of them', () => {
    const found = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(hl7|txt)$/.test(file)).sort();
    expect([[...files].sort(), table.length]).toEqual([found, 564]);
  });
  it.each(files)('%s', async (file) => {
    const expected = table.filter((row) => row.file === file);
    line.write(Buffer.concat([frame(bytesOf(file)), frame(adt({ controlId: 'sentinel' }))]));
    const codes = expected.flatMap(({ answers }) => answers);
    const answers = (await line.next(codes.length + 1)).map((answer) => acknowledged(answer));
    expect(answers.map(({ code }) => code)).toEqual([...codes, 'AA']);
    const slices = messagesIn(bytesOf(file));
    expect(slices).toHaveLength(expected.length);
    const ids = expected.flatMap(({ answers: all }, at) => all.map(() => headerField(slices[at]!, 10)));
    expect(answers.map(({ controlId }) => controlId)).toEqual([...ids, 'sentinel']);
  }, 120_000);
  it('are kept as the table says, byte for byte, a repeat once', async () => {
    const rows = await scene.running.query<KeptRow & { kind: string; event: string }>("SELECT * FROM hospital_message WHERE control_id <> 'sentinel'");
    const kept = new Map(rows.map((row) => [proper(scene.bytesOf(row)), row]));
    for (const file of files) {
      const slices = messagesIn(bytesOf(file));
      const found = slices.map((slice) => kept.get(proper(slice))!);
      const expected = table.filter((row) => row.file === file);
      expect(found.map(({ kind, event, keeping, reason }) => [[kind, event].filter(Boolean).join('^'), keeping, reason]))
        .toEqual(expected.map(({ message, keeping, reason }) => [message, keeping, reason]));
      const own = slices.filter((_, at) => !expected[at]!.repeatOf);
      expect(Buffer.concat(found.filter((_, at) => !expected[at]!.repeatOf).map((row) => scene.bytesOf(row))).equals(Buffer.concat(own))).toBe(true);
    }
    expect(rows).toHaveLength(table.filter(({ repeatOf }) => !repeatOf).length);
    expect(rows.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(table.filter(({ repeatOf }) => repeatOf).length);
  }, 120_000);
  it('have one effect each where they have one', async () => {
    const effects = table.filter(({ keeping, message, repeatOf }) => keeping === 'used' && message !== 'ADT^A40' && !repeatOf).length;
    expect(await scene.running.query(
      "SELECT count(*)::integer AS facts FROM stay_fact f JOIN hospital_message m ON m.id = f.message_id WHERE m.control_id <> 'sentinel'")).toEqual([{ facts: effects }]);
    expect(await scene.running.said()).toEqual([]);
  });
});

const proper = (slice: Uint8Array): string => Buffer.from(messageProper(slice)).toString('base64');

/** A field of the header by its number, without any of our reading. */
function headerField(slice: Uint8Array, nth: number): string {
  const header = textOf(messageProper(slice)).split(/[\r\n]/)[0]!;
  return header.split(header.charAt(3))[nth - 1] ?? '';
}
