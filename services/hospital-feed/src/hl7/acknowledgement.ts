import { type Delimiters, encodingCharacters, usualDelimiters } from './delimiters.js';
import type { Header } from './header.js';
import { type Message, segment } from './message.js';
import { hl7Time } from './time.js';

/** How a message fared: taken, refused with the prospect that a repeat may do better (`error`), or refused for good (`reject`). */
export type Outcome = 'taken' | 'error' | 'reject';

/** Why it fared so: ERR-2 and ERR-3 of table 0357. */
export interface Fault {
  readonly place: string;
  readonly code: string;
}

/** `as-asked` follows MSH-15 and MSH-16; `original` gives the one answer AA, AE or AR whatever the message asks for. */
export type AnswerMode = 'as-asked' | 'original';

const originalCode = { taken: 'AA', error: 'AE', reject: 'AR' } as const;
const acceptCode = { taken: 'CA', error: 'CE', reject: 'CR' } as const;

/**
 * The codes that answer a message, in the order in which they are sent. In enhanced mode (MSH-15 or MSH-16 valued) the accept answer
 * follows MSH-15 and the application answer MSH-16, and a field that is empty asks for none. Acknowledgements are never answered:
 * two systems that answer each other's answers do so for ever.
 */
export function answerCodes(header: Pick<Header, 'kind' | 'acceptWish' | 'applicationWish'> | undefined, outcome: Outcome, mode: AnswerMode): string[] {
  if (header?.kind === 'ACK' || header?.kind === 'MCF') return [];
  const { acceptWish, applicationWish } = header ?? {};
  if (mode === 'original' || (!acceptWish && !applicationWish)) return [originalCode[outcome]];
  return [
    ...wished(acceptWish, outcome) ? [acceptCode[outcome]] : [],
    ...wished(applicationWish, outcome) ? [originalCode[outcome]] : [],
  ];
}

/** Table 0155. A wish that is none of the table is read as "always": an answer too many is dropped, one too few stops the sender. */
function wished(wish: string | undefined, outcome: Outcome): boolean {
  if (!wish || wish === 'NE') return false;
  if (wish === 'ER') return outcome !== 'taken';
  return wish !== 'SU' || outcome === 'taken';
}

/** One answer: sender and receiver swapped, the control id of the message in MSA-2, the reason in ERR. */
export function acknowledgement(code: string, message: Message | undefined, fault: Fault | undefined, own: { controlId: string; now: Date }): string {
  const marks: Delimiters = message?.delimiters ?? usualDelimiters;
  const { field, component } = marks;
  const msh = message && segment(message, 'MSH');
  const raw = (nth: number): string => msh?.fields[nth] ?? '';
  const event = raw(9).split(component)[1] ?? '';
  const type = event ? ['ACK', event, 'ACK'].join(component) : 'ACK';
  const lines = [
    `MSH${field}${[
      encodingCharacters(marks), raw(5), raw(6), raw(3), raw(4), hl7Time(own.now), '', type, own.controlId, raw(11) || 'P', raw(12) || '2.5.1',
    ].join(field)}`,
    ['MSA', code, raw(10)].join(field),
  ];
  if (fault) lines.push(['ERR', '', fault.place.replaceAll('^', component), [fault.code, '', 'HL70357'].join(component), 'E'].join(field));
  return `${lines.join('\r')}\r`;
}
