import { type DataClass, labelsOf, labelsOfNeeds, type NeedCategory } from '@hhp/contracts';
import { type Day, minimumFor, noticeFor, type RedisclosureNotice } from '@hhp/domain-kit';

/** A profile as it comes out of its seal: these fields are known, and whatever else is in it. */
export interface Profile {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly language?: string;
  readonly birthDate?: string;
}

/** The consent under which something is told, as it was known at that moment. */
export interface UnderConsent {
  readonly consentId: string;
  readonly version: number;
}

/** All that an organization is told, by mail or on its page. Nothing gets in here but through `minimumFor`. */
export interface Told {
  readonly name?: string;
  readonly contact?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly language?: string | undefined;
  readonly need?: NeedCategory;
  readonly organization?: string;
  readonly respondBy?: Date | null;
  readonly acknowledged?: boolean;
  readonly consent?: UnderConsent;
  /** The consent that was checked names substance use data, and the request is about them. */
  readonly concernsSud?: boolean;
  readonly notice?: RedisclosureNotice | undefined;
}

/** Everything that is known where a request is told of. */
export interface Knowledge {
  readonly profile: Profile;
  readonly needCategory: NeedCategory;
  readonly dataClasses: readonly DataClass[];
  readonly organization: string;
  readonly respondBy: Date | null;
  readonly acknowledged?: boolean;
  readonly consent: UnderConsent;
  readonly recipientClasses: readonly string[];
  readonly today: Day;
}

/** What this organization may be told of all that is known. */
export function toldOf(known: Knowledge): Told {
  const { profile, needCategory, dataClasses, recipientClasses, today, ...request } = known;
  const { firstName, lastName, phone, email, language } = profile;
  const labels = labelsOf([...dataClasses, ...labelsOfNeeds(needCategory)]);
  return minimumFor({ classes: recipientClasses, labels }, {
    ...profile, ...request, name: [firstName, lastName].filter(Boolean).join(' '), contact: phone || email || undefined, language: language || undefined,
    need: needCategory, concernsSud: dataClasses.includes('sud'), notice: noticeFor(dataClasses, today),
  });
}
