import { addDays, addMonths, type Day } from '@hhp/domain-kit';
import { type FactOf, type Fact, forEver, known, type ResidenceSetting } from './facts.js';
import { allOf, anyOf, type Truth, truthOf } from './truth.js';

/** What the statute leaves open is a rule of the pack (000-31). */
export interface HomelessnessRules {
  /** Where somebody counts as homeless. */
  readonly settings: readonly ResidenceSetting[];
  /** A pause shorter than this many days does not end a spell. */
  readonly breakDays: number;
  /** To which kinds of housing the limit of two years applies. */
  readonly twoYearLimitOn: readonly ResidenceSetting[];
}

export interface HomelessnessFinding {
  readonly truth: Truth;
  readonly used: readonly Fact[];
  readonly unknown: readonly string[];
}

type Spell = FactOf<'residence'>;
interface Run { readonly from: Day; readonly until: Day }

const supported: readonly ResidenceSetting[] = ['transitional-housing', 'permanent-supportive-housing'];
const endOf = (spell: { readonly until?: Day }): Day => spell.until ?? forEver;

/**
 * Chronic homelessness as of a day (W&I 14127(e), domain 2.4): a condition that limits activities of daily living, and homeless for
 * twelve months on end or four times in three years (000-28 … 000-30); or now in transitional housing, or in permanent supportive
 * housing for less than two years, and so before moving in (000-31).
 */
export function chronicHomelessness(timeline: readonly Fact[], asOf: Day, rules: HomelessnessRules): HomelessnessFinding {
  const recorded = known(timeline, 'residence', asOf);
  const spells = closed(recorded, rules);
  const limitation = known(timeline, 'adl-limitation', asOf).at(-1);
  const limited = truthOf(limitation?.limited);
  const residence = standing(spells, limited, rules, asOf, 'still-there');
  const unknown = [...(residence.withoutLimits === 'unknown' ? ['residence'] : []), ...(limited === 'unknown' ? ['adl-limitation'] : [])];
  return {
    truth: residence.truth, used: [...recorded, ...(limitation ? [limitation] : [])],
    unknown: residence.truth !== 'unknown' ? [] : unknown.length > 0 ? unknown : ['residence'],
  };
}

/** A spell without an end lasts until somebody is recorded to live in another way. */
function closed(spells: readonly Spell[], rules: HomelessnessRules): Spell[] {
  const wayOf = ({ setting }: Spell): string => (rules.settings.includes(setting) ? 'homeless' : setting);
  return spells.map((spell) => {
    const next = spell.until ? undefined : spells.find((later) => later.from > spell.from && wayOf(later) !== wayOf(spell));
    return next ? { ...spell, until: next.from } : spell;
  });
}

interface Standing { readonly truth: Truth; /** The same, were every limitation known. */ readonly withoutLimits: Truth }
const certain = (truth: Truth): Standing => ({ truth, withoutLimits: truth });

/** How somebody stands on a day on which they are still there, or on the day on which they moved out. */
function standing(spells: readonly Spell[], limited: Truth, rules: HomelessnessRules, day: Day, moment: 'still-there' | 'moving-out'): Standing {
  const there = (spell: Run): boolean =>
    moment === 'still-there' ? spell.from <= day && day < spell.until : spell.from < day && day <= spell.until;
  const here = spells.filter((spell) => there({ from: spell.from, until: endOf(spell) }));
  const run = runsOf(spells, rules).find(there);
  const ways: Standing[] = here.filter(({ setting }) => supported.includes(setting))
    .map((spell) => (tooLong(spell, day, rules) ? certain('no') : beforeMovingIn(spells, limited, rules, spell)));
  if (run) {
    const longOrOften = anyOf([longEnough(spells, run, day), oftenEnough(spells, rules, day)]);
    ways.push({ truth: allOf([limited, longOrOften]), withoutLimits: longOrOften });
  }
  if (ways.length === 0) return certain(here.length > 0 ? 'no' : 'unknown');
  return { truth: anyOf(ways.map((way) => way.truth)), withoutLimits: anyOf(ways.map((way) => way.withoutLimits)) };
}

function beforeMovingIn(spells: readonly Spell[], limited: Truth, rules: HomelessnessRules, spell: Spell): Standing {
  if (spell.chronicBefore !== undefined) return certain(truthOf(spell.chronicBefore));
  return standing(spells.filter((each) => each.from < spell.from), limited, rules, spell.from, 'moving-out');
}

/** Two years to the day are no longer less than two years. */
const tooLong = (spell: Spell, day: Day, rules: HomelessnessRules): boolean =>
  rules.twoYearLimitOn.includes(spell.setting) && addMonths(spell.from, 24) <= day;

/** Twelve months to the day are enough. A shorter run whose time before is not recorded may have been longer. */
function longEnough(spells: readonly Spell[], run: Run, day: Day): Truth {
  if (addMonths(run.from, 12) <= day) return 'yes';
  return covered(spells, addDays(run.from, -1), run.from) ? 'no' : 'unknown';
}

function oftenEnough(spells: readonly Spell[], rules: HomelessnessRules, day: Day): Truth {
  const since = addMonths(day, -36);
  const episodes = runsOf(spells, rules).filter((run) => run.until > since && run.from <= day).length;
  if (episodes >= 4) return 'yes';
  return covered(spells, since, day) ? 'no' : 'unknown';
}

/** Spells of homelessness as runs: overlapping and touching ones, and those with a short pause between, are one (000-30). */
export function runsOf(spells: readonly Spell[], rules: HomelessnessRules): Run[] {
  return merged(spells.filter(({ setting }) => rules.settings.includes(setting)), Math.max(rules.breakDays - 1, 0));
}

/** Whether it is recorded where somebody lived on every day of the period. */
function covered(spells: readonly Spell[], from: Day, until: Day): boolean {
  return merged(spells, 0).some((run) => run.from <= from && run.until >= until);
}

function merged(spells: readonly Spell[], pause: number): Run[] {
  const runs: Run[] = [];
  for (const spell of [...spells].sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0))) {
    const last = runs.at(-1);
    if (!last || spell.from > (last.until === forEver ? forEver : addDays(last.until, pause))) runs.push({ from: spell.from, until: endOf(spell) });
    else if (endOf(spell) > last.until) runs[runs.length - 1] = { from: last.from, until: endOf(spell) };
  }
  return runs;
}
