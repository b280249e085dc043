import type { DataClass, NeedCategory } from '@hhp/contracts';
import { addDays } from '@hhp/domain-kit';
import { cast } from '../stage/cast.js';
import { today } from '../stage/days.js';
import type { Narrator } from './narrator.js';
import { demoData, type Place } from './places.js';

interface Screened {
  readonly risks: readonly string[];
  readonly refusedQuestions: readonly string[];
  readonly needs: readonly { readonly needId: string; readonly category: NeedCategory }[];
}

/** A screening by FHIR QuestionnaireResponse; a risk becomes a need where help is wanted. */
export async function screen(tell: Narrator, who: string, memberId: string, wantsHelpWith: readonly NeedCategory[]): Promise<ReadonlyMap<NeedCategory,
  string>> {
  const wanted = wantsHelpWith.length > 0 ? `wants help with ${wantsHelpWith.join(' and ')}` : 'wants help with none of it yet';
  const { risks, refusedQuestions, needs } = await tell.step({
    what: `${who} answers PRAPARE and ${wanted}`,
    does: (correlation) => tell.api.post<Screened>('assessment', `/members/${memberId}/screenings`, {
      as: cast.coordinator, correlation, body: { questionnaireResponse: demoData(`${who.toLowerCase()}.prapare.json`), wantsHelpWith },
    }),
    says: ['hhp.assessment', 'ScreeningRecorded', ...wantsHelpWith.map(() => 'NeedIdentified')],
  });
  tell.say(`      Risks: ${risks.join(', ') || 'none'}. Not answered by choice: ${refusedQuestions.length} question${refusedQuestions.length === 1 ? '' : 's'}.`);
  return new Map(needs.map(({ category, needId }) => [category, needId]));
}

/** The member agrees to a version of the Health Action Plan. */
export async function agreePlan(
  tell: Narrator, who: string, memberId: string,
  plan: { readonly reason: string; readonly goals: readonly { statement: string; needId?: string }[]; readonly answered: Readonly<Record<string,
    string>>; readonly needIds: readonly string[] },
): Promise<void> {
  const { reason, goals, answered, needIds } = plan;
  const sections = ['physicalHealth', 'mentalHealth', 'dentalHealth', 'substanceUse', 'communityAndSocial', 'housing'];
  const { planVersion } = await tell.step({
    what: `${who} agrees to a Health Action Plan with ${goals.length} goals`,
    does: (correlation) => tell.api.post<{ planVersion: number }>('assessment', `/members/${memberId}/action-plan-versions`, {
      as: cast.coordinator, correlation,
      body: {
        agreedOn: today(), reason, needIds, goals,
        sections: Object.fromEntries(sections.map((name) => [name, answered[name] ? { answer: 'answered', summary: answered[name] } : { answer: 'none' }])),
      },
    }),
    says: ['hhp.assessment', 'ActionPlanAgreed'],
  });
  tell.say(`      It is version ${planVersion}; a version is never edited.`);
}

export interface Consenting {
  readonly place: Place;
  readonly dataClasses: readonly DataClass[];
  /** The statements that stand on the signed form, where it is one of 42 CFR Part 2. */
  readonly stated?: readonly string[];
}

/** The member allows an organization to get classes of data for a year. */
export async function consent(tell: Narrator, who: string, memberId: string, { place, dataClasses, stated }: Consenting): Promise<string> {
  const { consentId } = await tell.step({
    what: `${who} signs: ${place.name} may get ${dataClasses.join(', ')}${stated ? ', on a signed form with the elements of Part 2' : ''}`,
    does: (correlation) => tell.api.post<{ consentId: string }>('enrollment', `/members/${memberId}/consents`, {
      as: cast.coordinator, correlation,
      body: {
        decision: 'granted', recipientOrganizationId: place.organizationId, dataClasses, purpose: 'care-coordination', form: 'written',
        validUntil: `${addDays(today(), 365)}T00:00:00Z`,
        ...(stated ? { part2: { stated, discloser: 'health-homes-programme', signature: 'paper', signedOn: today() } } : {}),
      },
    }),
    says: ['hhp.consent', 'ConsentGranted'],
  });
  return consentId;
}
