import type { Day } from '@hhp/domain-kit';

/** The two phases of the State Plan Amendment: physical conditions and substance use first, serious mental illness later (001-04). */
export type Phase = 'SPA1' | 'SPA2';

/** How sure a fact of the programme is: read in the source, read in one plan's text, or known by hearsay (domain 0). */
export type Confidence = 'V' | 'P' | 'K';

export interface GoLive {
  readonly phase: Phase;
  readonly effectiveOn: Day;
  readonly source: string;
  readonly confidence: Confidence;
}

/** A county of the programme with its federal code, its two-digit Medi-Cal code and its group. */
export interface County {
  readonly fips: string;
  readonly mediCalCode: string;
  readonly name: string;
  readonly group: number;
  readonly goLive: readonly GoLive[];
}

const update2019 = 'DHCS, HHP Implementation: November 2019 Update';
const early = 'Harbage Consulting, innovative efforts to coordinate care';
const expansion = 'Harbage Consulting, HHP expands to eight more counties';
const update2021 = 'DHCS, HHP April 2021 update';

const group = (number: number, spa1: Day, spa2: Day, spa2Source: string, counties: readonly (readonly [string, string, string])[]): County[] =>
  counties.map(([fips, mediCalCode, name]) => ({
    fips, mediCalCode, name, group: number,
    goLive: [
      { phase: 'SPA1', effectiveOn: spa1, source: update2019, confidence: 'V' },
      { phase: 'SPA2', effectiveOn: spa2, source: spa2Source, confidence: 'V' },
    ],
  }));

/** The twelve counties and when each phase began there (001-03, 001-04, domain 1.1); the codes are those of domain 1.2. */
export const counties: readonly County[] = [
  ...group(1, '2018-07-01', '2019-01-01', early, [['06075', '38', 'San Francisco']]),
  ...group(2, '2019-01-01', '2019-07-01', expansion, [['06065', '33', 'Riverside'], ['06071', '36', 'San Bernardino']]),
  ...group(3, '2019-07-01', '2020-01-01', expansion, [
    ['06001', '01', 'Alameda'], ['06025', '13', 'Imperial'], ['06029', '15', 'Kern'], ['06037', '19', 'Los Angeles'],
    ['06067', '34', 'Sacramento'], ['06073', '37', 'San Diego'], ['06085', '43', 'Santa Clara'], ['06107', '54', 'Tulare'],
  ]),
  ...group(4, '2020-01-01', '2020-07-01', update2021, [['06059', '30', 'Orange']]),
];

const byCode = new Map(counties.flatMap((county) => [[county.fips, county], [county.mediCalCode, county]] as const));

/** The county that a file names by its federal or its Medi-Cal code, or nothing when it is none of the programme's. */
export const countyOf = (code: string): County | undefined => byCode.get(code);

/** From which day each phase is live under a contract: the later of the county's day and the contract's own. */
export type LiveFrom = Readonly<Partial<Record<Phase, Day>>>;

/** What a contract adds to the calendar: a population that it serves and its own first day. */
export function liveFrom(calendar: readonly Pick<GoLive, 'phase' | 'effectiveOn'>[], contract: { population: string; effectiveOn: Day }): LiveFrom {
  const served = calendar.filter(({ phase }) => contract.population === 'BOTH' || contract.population === phase);
  return Object.fromEntries(served.map(({ phase, effectiveOn }) => [phase, effectiveOn > contract.effectiveOn ? effectiveOn : contract.effectiveOn]));
}
