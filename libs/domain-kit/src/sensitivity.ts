/** Who of a care team reads facts that carry this label; the others do not learn that there are any. */
export interface LabelReaders {
  readonly label: string;
  readonly roles: readonly string[];
  readonly source: string;
  readonly confidence: 'K' | 'D';
}

const coordinating = ['care-coordinator', 'cb-cme-supervisor'] as const;

/** Data: whoever is to read more, or less, is a line here. */
export const labelReaders: readonly LabelReaders[] = [
  { label: 'sud', roles: coordinating, source: '42 CFR 2.12(c)(3): within a programme those who need it for their duties', confidence: 'K' },
  { label: 'mental-health', roles: coordinating, source: 'W&I 5328', confidence: 'K' },
  { label: 'hiv', roles: coordinating, source: 'Health & Safety Code 120980', confidence: 'K' },
  { label: 'domestic-violence', roles: [...coordinating, 'housing-navigator'], source: 'domain 16: restricted visibility; a safe place is the navigator\'s work', confidence: 'D' },
];

/** Whether this role may read a fact with these labels; a label that nobody listed is read by nobody. */
export const mayRead = (role: string, labels: readonly string[]): boolean =>
  labels.every((label) => labelReaders.find((each) => each.label === label)?.roles.includes(role) ?? false);
