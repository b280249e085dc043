/** A row of the figures: of a county, of a group (county is nothing), or of all (both are nothing and `total`). */
export interface EnrollmentFigure {
  readonly level: 'county' | 'group' | 'total';
  readonly group: number | null;
  readonly county: string | null;
  readonly enrolledAt: number;
  readonly everEnrolledThrough: number;
}

export interface County {
  readonly fips: string;
  readonly name: string;
  readonly group: number;
}

interface Counted {
  readonly enrolledAt: number;
  readonly everEnrolledThrough: number;
}

interface CountedGroup extends Counted {
  readonly group: number;
  readonly name: string;
  readonly counties: readonly (Counted & { readonly county: string; readonly name: string })[];
}

export interface CountyTable {
  readonly groups: readonly CountedGroup[];
  /** Enrolments in counties of no group: shown, so that the groups and this always explain the total. */
  readonly outsideGroups: Counted & { readonly counties: readonly string[] };
  readonly total: Counted;
}

/** What the two columns mean; they differ on purpose and are never subtracted (domain 11.4). */
export const enrollmentDefinitions = {
  enrolledAt: 'Members whose enrolment began on or before this day and had not ended at its end: who left on the day is not counted. Voided enrolments never count.',
  everEnrolledThrough: 'Distinct members with an enrolment that began on or before this day, also those who left since. Voided enrolments never count.',
} as const;

const none: Counted = { enrolledAt: 0, everEnrolledThrough: 0 };
const counted = (figure: EnrollmentFigure | undefined): Counted =>
  figure ? { enrolledAt: figure.enrolledAt, everEnrolledThrough: figure.everEnrolledThrough } : none;

/** The published table: every county and group of the programme, also those with nobody. */
export function countyTable(figures: readonly EnrollmentFigure[], counties: readonly County[]): CountyTable {
  const of = (level: EnrollmentFigure['level'], group: number | null, county: string | null): Counted =>
    counted(figures.find((figure) => figure.level === level && figure.group === group && figure.county === county));
  const numbers = [...new Set(counties.map((county) => county.group))].sort((a, b) => a - b);
  return {
    groups: numbers.map((group) => {
      const members = counties.filter((county) => county.group === group);
      return {
        group, name: `Group ${group} – ${members.map((county) => county.name).join(', ')}`, ...of('group', group, null),
        counties: members.map(({ fips, name }) => ({ county: fips, name, ...of('county', group, fips) })),
      };
    }),
    outsideGroups: {
      ...of('group', null, null),
      counties: figures.flatMap((figure) => (figure.level === 'county' && figure.group === null && figure.county ? [figure.county] : [])),
    },
    total: of('total', null, null),
  };
}
