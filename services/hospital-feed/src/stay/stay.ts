import type { PatientClass } from '@hhp/contracts';

export type StayStep = 'admit' | 'transfer' | 'class-change' | 'update' | 'discharge' | 'cancel-admit' | 'cancel-discharge';

/** What one message says of one stay. Codes and times only: whose stay it is stands elsewhere. */
export interface StayFact {
  readonly step: StayStep;
  /** When it was recorded at the hospital (EVN-2), to which the facts are ordered. */
  readonly at: string;
  /** The order of arrival decides only between facts of the very same time. */
  readonly arrival: number;
  readonly patientClass?: PatientClass | undefined;
  readonly admittedAt?: string | undefined;
  readonly dischargedAt?: string | undefined;
  readonly disposition?: string | undefined;
  readonly deceased?: boolean | undefined;
  readonly location?: string | undefined;
}

/** A stay as all its messages together tell it. `unknown`: there are messages, but none that says the person is or was there. */
export interface Stay {
  readonly status: 'unknown' | 'open' | 'discharged' | 'void';
  readonly patientClass: PatientClass;
  readonly asOf?: string | undefined;
  readonly admittedAt?: string | undefined;
  readonly dischargedAt?: string | undefined;
  readonly disposition?: string | undefined;
  readonly deceased?: boolean | undefined;
  readonly location?: string | undefined;
}

const nothingKnown: Stay = { status: 'unknown', patientClass: 'other' };

/** The stay from all its facts, in the order in which they happened: it comes out the same in whatever order they arrived. */
export function stayOf(facts: readonly StayFact[]): Stay {
  return [...facts].sort(byTime).reduce(after, nothingKnown);
}

const byTime = (one: StayFact, other: StayFact): number => one.at.localeCompare(other.at) || one.arrival - other.arrival;

function after(stay: Stay, fact: StayFact): Stay {
  const known: Stay = {
    ...stay, asOf: fact.at, patientClass: fact.patientClass ?? stay.patientClass, location: fact.location ?? stay.location,
    admittedAt: fact.admittedAt ?? stay.admittedAt,
  };
  switch (fact.step) {
    case 'admit': return reopened({ ...known, admittedAt: known.admittedAt ?? fact.at });
    case 'discharge': return stay.status === 'void' ? stay : discharged(known, fact, fact.at);
    // Cancels need not come in the reverse order of what they cancel: a cancelled admission stays so when its discharge is cancelled too.
    case 'cancel-discharge': return stay.status === 'void' ? stay : reopened(known);
    case 'cancel-admit': return { ...reopened(known), status: 'void' };
    case 'class-change': return stay.status === 'unknown' ? { ...known, status: 'open' } : known;
    case 'update': return stay.status === 'discharged' ? corrected(known, fact) : known;
    case 'transfer': return known;
  }
}

const reopened = (stay: Stay): Stay => ({ ...stay, status: 'open', dischargedAt: undefined, disposition: undefined, deceased: undefined });

function discharged(stay: Stay, fact: StayFact, otherwise: string): Stay {
  return {
    ...stay, status: 'discharged', dischargedAt: fact.dischargedAt ?? otherwise, disposition: fact.disposition ?? stay.disposition,
    deceased: fact.deceased ?? stay.deceased,
  };
}

/** An update (A08) may bring a late or corrected discharge time, but it discharges nobody. */
const corrected = (stay: Stay, fact: StayFact): Stay => discharged(stay, fact, stay.dischargedAt ?? fact.at);
