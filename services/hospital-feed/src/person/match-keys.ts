import { createHmac } from 'node:crypto';
import type { Clues } from './clues.js';
import { type PersonClues, cinOf, plainIdentifier, plainName } from './person.js';

/** The fields of a sealed profile by which a member is found. */
export interface Profile {
  readonly cin?: string | undefined;
  readonly lastName?: string | undefined;
  readonly firstName?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly sex?: string | undefined;
}

/** The digests of one member. */
export interface ProfileKeys {
  readonly cin: string | null;
  readonly name: string | null;
  readonly family: string | null;
  readonly birth: string | null;
  readonly sex: string | null;
}

/** Makes clues comparable without keeping them: digests under a key derived from the master key, useless to who has the table alone. */
export class MatchKeys {
  private readonly key: Buffer;

  constructor(masterKey: Buffer) {
    this.key = createHmac('sha256', masterKey).update('hospital-feed: match keys, version 1').digest();
  }

  clues(person: PersonClues): Clues {
    const { familyName, givenName, birthDate } = person;
    return {
      identifiers: person.identifiers.map((each) => this.identifier(each)),
      cins: person.identifiers.filter((each) => cinOf(each) !== undefined).map((each) => this.identifier(each)),
      name: this.name(familyName, givenName, birthDate),
      family: familyName ? this.digest('family', familyName) : undefined,
      birth: birthDate ? this.digest('birth', birthDate) : undefined,
      sex: sexOf(person.sex) ?? undefined,
    };
  }

  profile({ cin, lastName, firstName, birthDate, sex }: Profile): ProfileKeys {
    const [family, given] = [plainName(lastName ?? ''), plainName(firstName ?? '')];
    const birth = birthDate?.replaceAll('-', '');
    return {
      cin: cin ? this.identifier(plainIdentifier(cin)) : null,
      name: this.name(family, given, birth) ?? null,
      family: family ? this.digest('family', family) : null,
      birth: birth ? this.digest('birth', birth) : null,
      sex: sexOf(sex),
    };
  }

  /** A number that only means something at one hospital: a visit, a record. */
  local(kind: 'visit' | 'record', facilityId: string, number: string): string {
    return this.digest(kind, `${facilityId} ${number}`);
  }

  /** The number on a Medi-Cal card is the member's number and five digits more: both find the same member. */
  private identifier(number: string): string {
    return this.digest('identifier', cinOf(number) ?? number);
  }

  private name(family: string | undefined, given: string | undefined, birth: string | undefined): string | undefined {
    return family && given && birth ? this.digest('name', `${family} ${given} ${birth}`) : undefined;
  }

  private digest(kind: string, text: string): string {
    return createHmac('sha256', this.key).update(`${kind} ${text}`).digest('base64url').slice(0, 22);
  }
}

/** Only F and M contradict each other; any other code, and none, contradict nothing. */
const sexOf = (code: string | undefined): string | null => /^[FM]/i.exec(code ?? '')?.[0].toUpperCase() ?? null;
