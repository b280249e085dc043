/** A figure counted both ways: people and referrals are different questions, so both always stand side by side (domain 12, M3). */
export interface Counted {
  readonly referrals: number;
  readonly persons: number;
}
export type Figures = Readonly<Record<string, Counted>>;

interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** To one decimal; nothing when nothing was there to count. */
  readonly percent: number | null;
}
interface Shares {
  readonly referrals: Share;
  readonly persons: Share;
}

export interface Measure {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly share?: Shares;
  readonly figures: Figures;
}

/** The figures by which ids can be asked for. */
export const figureNames = [
  'made', 'made-again-for-a-need', 'voided', 'mature', 'not-yet-mature', 'received-any', 'received', 'received-elsewhere', 'not-received',
  'disputed', 'still-open', 'may-continue', 'continuing', 'ended-needs-met', 'ended-other', 'continuation-unknown', 'closed-or-in-service',
  'not-appropriate',
] as const;
type FigureName = (typeof figureNames)[number];

const nothing: Counted = { referrals: 0, persons: 0 };

function share(numerator: number, denominator: number): Share {
  return { numerator, denominator, percent: denominator === 0 ? null : Math.round((numerator * 1000) / denominator) / 10 };
}

function shares(figures: Figures, numerator: FigureName, denominator: FigureName): Shares {
  const [part, whole] = [figures[numerator] ?? nothing, figures[denominator] ?? nothing];
  return { referrals: share(part.referrals, whole.referrals), persons: share(part.persons, whole.persons) };
}

function pick(figures: Figures, ...names: FigureName[]): Figures {
  return Object.fromEntries(names.map((name) => [name, figures[name] ?? nothing]));
}

/** The measures that are shares or counts of referrals (002-125, 002-127 … 002-129), with what each of them means. */
export function measuresOf(figures: Figures, matureDays: number, continuationDays: number): readonly Measure[] {
  return [
    {
      id: '002-125', name: 'Referrals made',
      definition: 'Referrals sent in the period, the first send only, voided ones left out. A referral for a need that was referred before counts, and is also shown apart.',
      figures: pick(figures, 'made', 'made-again-for-a-need', 'voided'),
    },
    {
      id: '002-127', name: 'Received the services they were referred to',
      definition: `Of the referrals sent in the period at least ${matureDays} days ago: received here or elsewhere. Disputed and still open ones are shown and stay in the denominator.`,
      share: shares(figures, 'received-any', 'mature'),
      figures: pick(figures, 'mature', 'received', 'received-elsewhere', 'not-received', 'disputed', 'still-open', 'not-yet-mature'),
    },
    {
      id: '002-128', name: `Still receiving services after ${continuationDays} days`,
      definition: `Of the referrals sent in the period whose first service was at least ${continuationDays} days ago and was not a thing handed over once: continuing at the checkpoint of ${continuationDays} days. Unknown ones are shown and stay in the denominator.`,
      share: shares(figures, 'continuing', 'may-continue'),
      figures: pick(figures, 'may-continue', 'continuing', 'ended-needs-met', 'ended-other', 'continuation-unknown'),
    },
    {
      id: '002-129', name: 'Not appropriate for the need',
      definition: 'Of the referrals sent in the period that are closed or in service: closed because the service did not fit the need.',
      share: shares(figures, 'not-appropriate', 'closed-or-in-service'),
      figures: pick(figures, 'closed-or-in-service', 'not-appropriate'),
    },
  ];
}

/** What 002-126 counts. */
export const byOrganizationDefinition =
  'Every organization that the directory listed on any day of the period, with the referrals sent to it in the period; none is a row with 0. An organization that was not listed then but got a referral is shown too.';
