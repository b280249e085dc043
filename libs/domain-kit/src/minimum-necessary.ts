/** What an organization of this class may be told of the member: the allow-list, and where it comes from. */
export interface RecipientClass {
  readonly code: string;
  readonly about: readonly string[];
  readonly source: string;
  /** `V`: verified; `K`: from memory of the rule, to be verified; `D`: our own decision. */
  readonly confidence: 'V' | 'K' | 'D';
}

const least = ['name', 'contact', 'need', 'language'] as const;

/** The allow-lists. A class that is not here, and an organization of none, get what `any` gets; of several classes the narrowest counts. */
export const recipientClasses: readonly RecipientClass[] = [
  { code: 'any', about: least, source: 'reliability 3.2: name, contact, need and language; 002-71', confidence: 'V' },
  { code: 'food-pantry', about: least, source: 'reliability 3.2: name, contact, need and language for a food pantry', confidence: 'V' },
  {
    code: 'health-care-provider', about: [...least, 'birthDate'], confidence: 'K',
    source: '45 CFR 164.502(b)(2)(i): the minimum does not bind treatment; the birth date tells two patients of one name apart',
  },
];

/** What is not told where the request itself is sensitive, whoever asks: a call to the home may be heard by the one who must not hear it. */
export const withheldByLabel: Readonly<Record<string, readonly string[]>> = { 'domestic-violence': ['contact'] };

/** What belongs to the request and not to the member: where it stands, by when, under which consent, what the organization itself said. */
const ofTheRequest = [
  'referralId', 'organization', 'organizationId', 'serviceId', 'state', 'next', 'sentAt', 'respondBy', 'decideBy', 'recontactOn', 'handoffAt', 'mode',
  'participants', 'acknowledged', 'said', 'consent', 'notice', 'concernsSud',
] as const;

export interface Recipient {
  /** Classes of recipients to which the organization belongs, as the directory says them. */
  readonly classes: readonly string[];
  /** Sensitivity labels of what is told. */
  readonly labels: readonly string[];
}

/** The names of all that this recipient may be told. */
export function tellable({ classes, labels }: Recipient): ReadonlySet<string> {
  const lists = recipientClasses.filter(({ code }) => classes.includes(code)).map(({ about }) => about);
  const [first = least, ...others] = lists;
  const withheld = labels.flatMap((label) => withheldByLabel[label] ?? []);
  return new Set([...first.filter((field) => others.every((list) => list.includes(field)) && !withheld.includes(field)), ...ofTheRequest]);
}

/** The one way out: of everything that is known only what this recipient may be told. Whatever has no line in a list stays here. */
export function minimumFor<Known extends object>(recipient: Recipient, known: Known): Partial<Known> {
  const allowed = tellable(recipient);
  return Object.fromEntries(Object.entries(known).filter(([field]) => allowed.has(field))) as Partial<Known>;
}
