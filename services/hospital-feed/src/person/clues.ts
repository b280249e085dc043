/** The clues to a person as keyed digests: they can be compared, and not read. */
export interface Clues {
  readonly identifiers: readonly string[];
  /** Those of the identifiers that are Medi-Cal numbers. A person has one: another member's name beside it is a namesake. */
  readonly cins: readonly string[];
  /** Family name, given name and birth date together. */
  readonly name?: string | undefined;
  readonly family?: string | undefined;
  readonly birth?: string | undefined;
  readonly sex?: string | undefined;
}

export const noClues: Clues = { identifiers: [], cins: [] };

/** What all messages of a stay together tell of the person: numbers add up, of the rest the last word counts. */
export function together(before: Clues, later: Clues): Clues {
  const news = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined)) as unknown as Clues;
  return { ...before, ...news, identifiers: union(before.identifiers, later.identifiers), cins: union(before.cins, later.cins) };
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

/** By which digests a stay is found again when a profile arrives. */
export const findingKeys = (clues: Clues): string[] => [...clues.identifiers, ...(clues.name ? [clues.name] : [])];

/** A member who may be meant, and why. `contradicted`: the number fits and name and birth date do not, or the name fits and the sex does not. */
export interface Candidate {
  readonly tenant: string;
  readonly memberId: string;
  readonly how: 'identifier' | 'name' | 'contradicted';
}

/** Who is meant, plan by plan. A plan in which it is not certain is named, so that a person decides; nobody guesses. */
export interface Matching {
  readonly members: readonly { readonly tenant: string; readonly memberId: string }[];
  readonly uncertain: readonly string[];
}

/** One number decides; without it one name with birth date does. Two of a kind, or a clue against another, decide nothing. */
export function matchingOf(candidates: readonly Candidate[]): Matching {
  const tenants = [...new Set(candidates.map(({ tenant }) => tenant))];
  const found = tenants.map((tenant) => ({ tenant, memberId: theOne(candidates.filter((each) => each.tenant === tenant)) }));
  return {
    members: found.flatMap(({ tenant, memberId }) => memberId ? [{ tenant, memberId }] : []),
    uncertain: found.filter(({ memberId }) => !memberId).map(({ tenant }) => tenant),
  };
}

function theOne(candidates: readonly Candidate[]): string | undefined {
  const byNumber = candidates.filter(({ how }) => how === 'identifier');
  if (byNumber.length > 0) return byNumber.length === 1 ? byNumber[0]!.memberId : undefined;
  if (candidates.some(({ how }) => how === 'contradicted')) return undefined;
  return candidates.length === 1 ? candidates[0]!.memberId : undefined;
}
