/** Populations of the State Plan Amendment: SPA1 physical conditions and SUD, SPA2 serious mental illness (domain 1.1). */
export const populations = ['SPA1', 'SPA2', 'BOTH'] as const;
export type Population = (typeof populations)[number];

/** Gravity categories (domain 16) and `goods` for needs that are things (002-114), plus child care. */
export const needCategories = [
  'food-insecurity', 'housing-instability', 'homelessness', 'inadequate-housing', 'transportation-insecurity',
  'financial-insecurity', 'material-hardship', 'educational-attainment', 'employment-status', 'veteran-status', 'stress',
  'social-connection', 'intimate-partner-violence', 'elder-abuse', 'personal-health-literacy',
  'health-insurance-coverage-status', 'medical-cost-burden', 'digital-literacy', 'digital-access', 'utility-insecurity',
  'language-access', 'incarceration-status', 'protective-factor', 'child-care', 'goods', 'health-care',
] as const;
export type NeedCategory = (typeof needCategories)[number];

/** Kinds of community service (000-19, 002-16, 003-16) under which the directory lists and searches. */
export const serviceCategories = [
  'housing', 'temporary-housing', 'permanent-housing', 'education', 'transportation', 'child-care', 'ltss', 'legal',
  'support-group', 'food', 'employment', 'physical-activity', 'disability', 'goods', 'benefits', 'health', 'utility',
  'crisis', 'other',
] as const;
export type ServiceCategory = (typeof serviceCategories)[number];

/** Outcome of an eligibility determination; an unknown fact gives `unknown`, never `not-eligible` (000-28). */
export const verdicts = ['eligible', 'not-eligible', 'excluded', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** Ways to reach a person (001-09, domain 3.2). */
export const outreachModes = ['letter', 'phone', 'text', 'email', 'in-person', 'street', 'other'] as const;
export type OutreachMode = (typeof outreachModes)[number];
export const outreachResults = [
  'engaged', 'declined', 'no-answer', 'voicemail', 'message-left', 'wrong-number', 'disconnected', 'busy', 'letter-sent',
] as const;
export type OutreachResult = (typeof outreachResults)[number];

/** Reasons of exclusion and disenrolment, the letters of a plan's file (domain 4.3, P), plus duplicate programme. */
export const exitReasons = ['WM', 'DP', 'UE', 'UBE', 'EXP', 'NE', 'OH', 'ERR', 'SC', 'DNC', 'OTH', 'DUP'] as const;
export type ExitReason = (typeof exitReasons)[number];

/** Classes of data a consent names (domain 4.1): `general` is name, contact, need and language. */
export const dataClasses = ['general', 'sud', 'mental-health', 'hiv', 'housing', 'domestic-violence'] as const;
export type DataClass = (typeof dataClasses)[number];

/** Classes that are labels too: they travel in the header of every fact that tells of them, and no other class ever means them (reliability 3.1). */
export const sensitivities = ['sud', 'mental-health', 'hiv', 'domestic-violence'] as const satisfies readonly DataClass[];
export type Sensitivity = (typeof sensitivities)[number];
/** The labels of a fact about these classes of data. */
export const labelsOf = (classes: readonly string[]): Sensitivity[] => sensitivities.filter((each) => classes.includes(each));

/** What the mere name of a need gives away. */
const sensitiveNeeds: Readonly<Partial<Record<NeedCategory, Sensitivity>>> = {
  'intimate-partner-violence': 'domestic-violence', 'elder-abuse': 'domestic-violence',
};
/** The labels of facts that name these needs. */
export const labelsOfNeeds = (...categories: readonly NeedCategory[]): Sensitivity[] =>
  labelsOf(categories.flatMap((category) => sensitiveNeeds[category] ?? []));
export const purposes = ['care-coordination', 'treatment', 'payment', 'operations', 'oversight', 'member-request', 'system'] as const;
export type Purpose = (typeof purposes)[number];

/** A document or claim; B both sides agree; C receiving organization; D member or family; E staff belief. */
export const evidenceGrades = ['A', 'B', 'C', 'D', 'E'] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];
export const factSources = ['document', 'claim', 'partner', 'member', 'family', 'staff'] as const;
export type FactSource = (typeof factSources)[number];

/** How a referral travels (002-69). */
export const channels = ['email', 'phone', 'mail', 'in-person'] as const;
export type Channel = (typeof channels)[number];

/** Outcomes of a closed referral and their reasons (referral-lifecycle 4.2). */
export const closeReasons = {
  received: ['full', 'partial', 'one_off_good_delivered', 'ongoing_at_close'],
  received_elsewhere: ['own_network', 'other_agency', 'benefit_approved'],
  not_received_provider: [
    'no_capacity', 'not_eligible', 'service_not_offered', 'out_of_area', 'already_client', 'funding_ended', 'unresponsive',
    'application_denied',
  ],
  not_received_member: ['declined', 'no_longer_needed', 'did_not_apply', 'applied_not_used', 'unable_to_reach', 'moved', 'safety'],
  not_appropriate: [
    'wrong_service', 'language_mismatch', 'culture_mismatch', 'accessibility', 'hours', 'distance_or_ride', 'cost',
    'quality_or_treatment', 'clinical_unfit',
  ],
  administrative: ['consent_withdrawn', 'disenrolled', 'deceased', 'duplicate', 'error'],
} as const;
export type CloseOutcome = keyof typeof closeReasons;
export const closeOutcomes = Object.keys(closeReasons) as CloseOutcome[];
export const allCloseReasons: readonly string[] = Object.values(closeReasons).flat();

/** Reasons of a decline by the provider's or the member's side. */
export const declineReasons = [...closeReasons.not_received_provider, ...closeReasons.not_received_member] as const;
export type DeclineReason = (typeof declineReasons)[number];

export const continuationStatuses = ['continuing', 'ended_needs_met', 'ended_other', 'unknown'] as const;
export type ContinuationStatus = (typeof continuationStatuses)[number];

export const handoffModes = ['three-way-call', 'in-person', 'video', 'accompanied'] as const;
export type HandoffMode = (typeof handoffModes)[number];

/** Gravity's four capacity statuses. */
export const capacityStatuses = ['has-capacity', 'no-capacity', 'no-capacity-has-waitlist', 'additional-assessment-required'] as const;
export type CapacityStatus = (typeof capacityStatuses)[number];

export const patientClasses = ['inpatient', 'emergency', 'outpatient', 'observation', 'other'] as const;
export type PatientClass = (typeof patientClasses)[number];

export const needStatuses = ['open', 'in-work', 'met', 'partly-met', 'unmet-no-resource', 'declined', 'changed'] as const;
export type NeedStatus = (typeof needStatuses)[number];

/** Why somebody breaks the glass (purpose of use ETREAT and its neighbours), and what the review of it found. */
export const emergencyReasons = ['emergency-treatment', 'danger-to-life', 'missing-person', 'covering-without-notice'] as const;
export type EmergencyReason = (typeof emergencyReasons)[number];
export const reviewOutcomes = ['justified', 'not-justified'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];
