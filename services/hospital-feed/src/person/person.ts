import { type Message, type Segment, repetitionsOf, segment, segmentsOf, valueAt, wordAt } from '../hl7/message.js';

/** What a message says of whose message it is; only as much of it as can find a member. */
export interface PersonClues {
  /** Every number that the person goes by, from PID-2, 3, 4 and 19 and from the policies, in one spelling. */
  readonly identifiers: readonly string[];
  /** The numbers of PID-3 alone: those by which the hospital itself knows the person. */
  readonly localIds: readonly string[];
  readonly familyName?: string | undefined;
  readonly givenName?: string | undefined;
  /** `YYYYMMDD`. */
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
}

/** Who the message is about, or nothing when it says neither a number nor a name. */
export function personIn(message: Message, pid = segment(message, 'PID')): PersonClues | undefined {
  const localIds = idsIn(message, pid, 3);
  const policies = segmentsOf(message, 'IN1').flatMap((in1) => [wordAt(message, in1, 36), wordAt(message, in1, 49)]);
  const others = [2, 4, 19].map((field) => wordAt(message, pid, field));
  const identifiers = [...new Set([...localIds, ...[...others, ...policies].flatMap(oneSpelling)])];
  const familyName = plainName(wordAt(message, pid, 5) ?? '');
  const person: PersonClues = {
    identifiers, localIds, familyName, givenName: plainName(wordAt(message, pid, 5, { component: 2 }) ?? ''),
    birthDate: /^\d{8}/.exec(wordAt(message, pid, 7) ?? '')?.[0], sex: wordAt(message, pid, 8)?.toUpperCase(),
  };
  return identifiers.length > 0 || familyName ? person : undefined;
}

/** One person who went by two numbers: who they are (the PID), and the numbers that are retired (the MRG behind it). */
export interface Merge {
  readonly person: PersonClues;
  readonly retired: readonly string[];
}

/** The merges of an A40; several pairs of PID and MRG may stand in one message. */
export function mergesIn(message: Message): Merge[] {
  let pid: Segment | undefined;
  return message.segments.flatMap((each) => {
    if (each.name === 'PID') pid = each;
    const person = each.name === 'MRG' && pid ? personIn(message, pid) : undefined;
    const retired = person ? idsIn(message, each, 1) : [];
    return person && retired.length > 0 ? [{ person, retired }] : [];
  });
}

function idsIn(message: Message, where: Segment | undefined, field: number): string[] {
  const count = repetitionsOf(message, where, field);
  return Array.from({ length: count }, (_, nth) => valueAt(message, where, field, { repetition: nth + 1 })).flatMap(oneSpelling);
}

/** Capital letters and digits only: one system writes 9-1234567 a, another 91234567A. What is too short tells nobody apart. */
function oneSpelling(number: string | null | undefined): string[] {
  const spelled = plainIdentifier(number ?? '');
  return spelled.length >= 4 ? [spelled] : [];
}

export const plainIdentifier = (number: string): string => number.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A name without accents, blanks, hyphens and case: O'Neil-Núñez and ONEIL NUNEZ are one. Nothing when no letter is left. */
export function plainName(name: string): string | undefined {
  return name.normalize('NFD').replace(/[^\p{L}]/gu, '').toUpperCase() || undefined;
}

/** The number of a Medi-Cal member (CIN): nine, seven digits, a letter; on cards a check digit and a date of issue follow. */
export function cinOf(identifier: string): string | undefined {
  return /^(9\d{7}[A-Z])(?:\d{5})?$/.exec(identifier)?.[1];
}
