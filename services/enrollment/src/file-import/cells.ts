import { type Day, holdsUnseen, isDay } from '@hhp/domain-kit';

/** What is wrong with one cell: the name of its column and why. Never its content (rejects are read by many). */
export interface Complaint {
  readonly field: string;
  readonly reason: string;
}

/** The cells of one row by the names of their columns; a column that is not in the file reads as empty. */
export type Cells = Readonly<Record<string, string>>;

/** Reads the cells of one row and collects what is wrong with them, so that a row is rejected once with all its reasons. */
export class RowReading {
  readonly complaints: Complaint[] = [];

  constructor(private readonly cells: Cells) {}

  /** The text of an optional cell, or nothing when it is empty. */
  optional(field: string): string | undefined {
    return this.cells[field]?.trim() || undefined;
  }

  required(field: string): string {
    return this.optional(field) ?? this.wrong(field, 'missing', '');
  }

  /** A text that has to have a form; empty stays nothing. */
  formed(field: string, pattern: RegExp, reason: string): string | undefined {
    const text = this.optional(field);
    return text === undefined || pattern.test(text) ? text : this.wrong(field, reason, undefined);
  }

  oneOf<Code extends string>(field: string, codes: readonly Code[], otherwise?: Code): Code {
    const text = this.optional(field) ?? otherwise;
    const code = codes.find((each) => each === text);
    return code ?? this.wrong(field, text === undefined ? 'missing' : 'code-unknown', codes[0]!);
  }

  /** A calendar day that exists. */
  day(field: string, text = this.optional(field)): Day | undefined {
    if (text === undefined) return undefined;
    return isDay(text) ? text : this.wrong(field, 'date-malformed', undefined);
  }

  /** Words of a person: nothing that nobody sees, nothing that a spreadsheet would run, nothing that was not UTF-8. */
  words(field: string, longest: number): string | undefined {
    const text = this.optional(field);
    if (text === undefined) return undefined;
    if (text.length > longest) return this.wrong(field, 'too-long', undefined);
    if (text.includes('\uFFFD')) return this.wrong(field, 'not-utf-8', undefined);
    if (/^[=@+-]/.test(text)) return this.wrong(field, 'looks-like-a-formula', undefined);
    if (holdsUnseen(text) || /[<>"]/.test(text)) return this.wrong(field, 'characters-not-allowed', undefined);
    return text;
  }

  flag(field: string): boolean | undefined {
    const text = this.optional(field)?.toUpperCase();
    if (text === undefined) return undefined;
    return text === 'Y' ? true : text === 'N' ? false : this.wrong(field, 'code-unknown', undefined);
  }

  /** The entries of a cell that holds several, `DM:2019-03-01;COPD`, each split at its first colon. */
  entries(field: string): readonly (readonly [code: string, detail: string | undefined])[] {
    return (this.optional(field) ?? '').split(';').map((entry) => entry.trim()).filter(Boolean).map((entry) => {
      const [code, ...detail] = entry.split(':');
      return [code!.trim(), detail.length > 0 ? detail.join(':').trim() : undefined] as const;
    });
  }

  wrong<T>(field: string, reason: string, instead: T): T {
    this.complaints.push({ field, reason });
    return instead;
  }
}

const cinForm = /^9\d{7}[A-Z]$/;
const dummy = /^9(\d)\1{6}/;

/** The member's number when it is one: what tells that two rows are about the same member. */
export function cinOf(cells: Cells | undefined): string | undefined {
  const cin = cells?.['cin']?.trim();
  return cin && cinForm.test(cin) && !dummy.test(cin) ? cin : undefined;
}

/** A client index number as Medi-Cal issues it; a dummy repeats one digit (domain 3.1). */
export function readCin(row: RowReading): string {
  const cin = row.required('cin');
  if (cin === '') return cin;
  if (!cinForm.test(cin)) return row.wrong('cin', 'cin-malformed', cin);
  return dummy.test(cin) ? row.wrong('cin', 'cin-dummy', cin) : cin;
}
