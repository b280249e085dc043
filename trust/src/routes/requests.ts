import { randomUUID } from 'node:crypto';
import type { Asked } from '@hhp/testing';
import { aCover, admission, aPerson, emergency, listOf, signedForm, type World } from './world.js';

/** What a request to a route says beyond the path; parameters of the path that are not named here have a usual meaning. */
export interface Wanted extends Pick<Asked, 'body' | 'type'> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Why this route tells, on purpose, that something of another plan exists. */
  readonly openBecause?: string;
  /** Why no policy keeps what the route shows: it belongs to no plan, and the guards are all there is. */
  readonly ofNoPlan?: string;
  /** Why no row has to be reached: that the route's own work began is enough. */
  readonly reachesNoRow?: string;
  /** Why the audit has a row for each step of the request beside that of the request. */
  readonly inSteps?: string;
  /** Roles that are let in and have no such row in their own house. */
  readonly rowlessFor?: readonly string[];
}
type Requests = Readonly<Record<string, (world: World) => Wanted>>;

const day = '2019-09-10';
const inThePlan = { rowlessFor: ['operator', 'cbo-staff', 'discharge-planner'] };
const register = { ofNoPlan: 'contracts and care entities are a public register of the programme (ADR 0006)' };
const ofNobody = { reachesNoRow: 'what the operator names is of the service itself, in no plan' };
const file = { type: 'text/csv', inSteps: 'a file of any size is taken over in transactions, each with the members of its rows' } as const;
const csv = (columns: string, row: string): Wanted => ({ ...file, body: `${columns}\n${row}\n` });
const anOrganization = (id: string): Record<string, unknown> => ({ name: `Organization ${id}`, description: 'For trials' });
const figures = { from: '2019-09-01', to: '2019-09-30' };
const screened = {
  resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: 'http://hl7.org/fhir/us/sdoh-clinicalcare/Questionnaire/SDOHCC-QuestionnaireHungerVitalSign',
  item: [{ linkId: '/88121-9/88122-7', answer: [{ valueCoding: { system: 'http://loinc.org', code: 'LA28397-0' } }] }],
};
const planned = (world: World): object => ({
  agreedOn: day, reason: 'initial', needIds: [world.needId], goals: [{ statement: 'To sleep', needId: world.needId }],
  sections: Object.fromEntries(['physicalHealth', 'mentalHealth', 'dentalHealth', 'substanceUse', 'communityAndSocial', 'housing'].map((name) => [name, { answer: 'none' }])),
});

const enrollment: Requests = {
  'POST /plan-contracts': (world) => ({
    body: { contractCode: world.contractCode, county: '06075', product: 'Medi-Cal managed care', population: 'BOTH', effectiveOn: '2018-07-01' },
    openBecause: 'codes of contracts are one public name space (ADR 0006)',
  }),
  'GET /plan-contracts': () => register,
  'GET /care-entities': () => register,
  'PUT /care-entities/:careEntityId': (world) => ({ ...register, body: { name: `Clinic of ${world.tenant}`, contractCode: world.contractCode } }),
  'POST /engagement-lists': (world) => ({ query: { listRunDate: '2019-07-01' }, ...file, body: listOf(world) }),
  'POST /engagement-lists/:listId/eligibility-determinations': () => ({ body: { rulePack: 'hhp/lacare', asOf: day } }),
  'POST /member-searches': (world) => ({ body: { cin: world.cins.enrolled } }),
  'POST /members/:memberId/facts': (world) => ({ params: { memberId: world.members.listed }, body: { facts: [{ kind: 'condition', code: 'DM', on: '2019-03-01' }], source: 'staff' } }),
  'POST /members/:memberId/facts/:recordId/withdrawal': (world) => ({ params: { memberId: world.members.listed } }),
  'POST /members/:memberId/eligibility-determinations': () => ({ body: { rulePack: 'hhp/lacare', asOf: day } }),
  'POST /members/:memberId/erasure': (world) => ({ params: { memberId: world.members.erasable }, body: { reason: 'asked-by-member' } }),
  'POST /members/:memberId/enrollment': (world) => ({
    params: { memberId: world.members.listed },
    body: { contractCode: world.contractCode, county: '06075', population: 'SPA1', careEntityId: world.careEntityId, enrolledOn: '2019-08-05' },
  }),
  'POST /members/:memberId/enrollments/:enrollmentId/disenrollment': (world) => ({
    params: { memberId: world.members.leaver, enrollmentId: world.leaverEnrollmentId }, body: { disenrolledOn: '2019-09-01', reason: 'DP' },
  }),
  'POST /members/:memberId/enrollments/:enrollmentId/voiding': (world) => ({
    params: { memberId: world.members.leaver, enrollmentId: world.leaverEnrollmentId }, body: { reason: 'wrong-person' },
  }),
  'POST /enrollment-files': (world) => csv('cin,enrolled_on,contract_code,county_code,population,cbcme_id', `${world.cins.listed},2019-08-05,${world.contractCode},06075,SPA1,${world.careEntityId}`),
  'POST /disenrollment-files': (world) => csv('cin,disenrolled_on,reason', `${world.cins.leaver},2019-09-01,DP`),
  'POST /outreach-files': (world) => csv('cin,mode,result,attempted_at', `${world.cins.listed},phone,no-answer,2019-09-09T10:00:00-07:00`),
  'POST /members/:memberId/outreach-attempts': (world) => ({ params: { memberId: world.members.listed }, body: { mode: 'phone', result: 'no-answer', attemptedAt: '2019-09-10T10:00:00-07:00' } }),
  'POST /members/:memberId/decline': (world) => ({ params: { memberId: world.members.decliner }, body: { declinedOn: day } }),
  'POST /consents/:consentId/revocation': (world) => ({ params: { consentId: world.spareConsentId } }),
  'POST /members/:memberId/consents': (world) => ({
    body: { decision: 'granted', recipientOrganizationId: world.leavingOrganizationId, dataClasses: ['general'], purpose: 'care-coordination', form: 'verbal' },
  }),
  'POST /members/:memberId/consent-forms': (world) => ({
    body: {
      form: 'ascmi-ab-133', recipientOrganizationId: world.leavingOrganizationId, purpose: 'care-coordination',
      choices: [{ dataClass: 'general', decision: 'granted' }], filled: { stated: [], signature: 'paper', signedOn: day },
    },
  }),
  'POST /members/:memberId/consent-revocations': (world) => ({ params: { memberId: world.members.leaver }, body: { form: 'ascmi-revocation' } }),
  'PUT /members/:memberId/consent-documents/:documentId': () => ({ body: signedForm }),
  'PUT /members/:memberId/emergency-grants/:grantId': () => ({ body: emergency }),
  'POST /emergency-grants/:grantId/review': () => ({ body: { outcome: 'justified' } }),
  'PUT /staff/:personId': (world) => ({ ...register, body: aPerson(world, world.coordinatorId) }),
  'PUT /staff/:personId/roles': () => ({ ...inThePlan, body: { roles: ['care-coordinator'] } }),
  'POST /staff/:personId/suspension': (world) => ({ ...inThePlan, params: { personId: world.leavingPersonId }, body: { reason: 'left' } }),
  'POST /staff/:personId/reinstatement': (world) => ({ ...inThePlan, params: { personId: world.leavingPersonId } }),
  'PUT /covers/:coverId': (world) => ({ body: aCover(world) }),
  'PUT /members/:memberId/coordinator': (world) => ({ body: { coordinatorId: world.coordinatorId } }),
  'POST /panels/:coordinatorId/moves': (world) => ({ body: { to: world.otherCoordinatorId } }),
};
const assessment: Requests = {
  'POST /members/:memberId/screenings': () => ({ body: { questionnaireResponse: screened } }),
  'POST /members/:memberId/needs': () => ({ body: { category: 'goods' } }),
  'POST /members/:memberId/needs/:needId/status': () => ({ body: { status: 'in-work' } }),
  'POST /members/:memberId/action-plan-versions': (world) => ({ body: planned(world) }),
};
const directory: Requests = {
  'POST /imports': (world) => ({ query: { source: world.tenant, format: 'hsds-json' }, body: [] }),
  'GET /imports/:id': (world) => ({ params: { id: world.directoryImportId } }),
  'GET /imports/:id/quarantine': (world) => ({ params: { id: world.directoryImportId } }),
  'GET /organizations/:id': (world) => ({ params: { id: world.organizationId } }),
  'PUT /organizations/:id': (world) => ({ params: { id: world.organizationId }, body: { document: anOrganization(world.organizationId) } }),
  'POST /organizations/:id/withdrawal': (world) => ({ params: { id: world.leavingOrganizationId }, body: { reason: 'closed' } }),
  'PUT /services/:id': (world) => ({ params: { id: world.serviceId }, body: { document: { organization_id: world.organizationId, name: `Service ${world.serviceId}`, status: 'active' } } }),
  'POST /services/:id/withdrawal': (world) => ({ params: { id: world.leavingServiceId }, body: { reason: 'closed' } }),
  'POST /services/:id/capacity': (world) => ({ body: { status: 'has-capacity' }, params: { id: world.serviceId } }),
};
const aboutReferral = (name: keyof World['referrals'], body: object = {}) => (world: World): Wanted => ({ params: { referralId: world.referrals[name] }, body });
const referral: Requests = {
  'PUT /referrals/:referralId': (world) => ({
    params: { referralId: world.referrals.draft },
    body: { memberId: world.members.enrolled, needId: world.needId, organizationId: world.organizationId, serviceId: world.serviceId, dataClasses: ['general'] },
  }),
  'GET /referrals': (world) => ({ query: { memberId: world.members.enrolled } }),
  'POST /referrals/:referralId/send': aboutReferral('sent', { channel: 'email' }),
  'POST /referrals/:referralId/closing': aboutReferral('closable', { outcome: 'administrative', reason: 'error', evidenceGrade: 'D' }),
  'POST /referrals/:referralId/voiding': aboutReferral('voidable', { reason: 'wrong-member' }),
  'POST /referrals/:referralId/acknowledgement': aboutReferral('sent'),
  'POST /referrals/:referralId/acceptance': aboutReferral('sent'),
  'POST /referrals/:referralId/decline': aboutReferral('sent', { reason: 'no_capacity' }),
  'POST /referrals/:referralId/waitlisting': aboutReferral('sent', { recontactOn: '2019-09-20' }),
  'POST /referrals/:referralId/handoff': aboutReferral('sent', { handoffAt: '2019-09-16T17:00:00.000Z', mode: 'three-way-call', participants: ['coordinator-1'] }),
  'POST /referrals/:referralId/handoff/result': aboutReferral('sent', { outcome: 'introduced', participants: ['coordinator-1'] }),
  'POST /referrals/:referralId/application': aboutReferral('sent', { applied: true, on: day, source: 'partner' }),
  'POST /referrals/:referralId/use': aboutReferral('sent', { used: true, on: day, source: 'partner' }),
  'POST /referrals/:referralId/service-received': aboutReferral('sent', { on: day, source: 'partner' }),
  'POST /referrals/:referralId/corrections': aboutReferral('sent', { fact: 'applied', value: false, source: 'partner', reason: 'mistaken' }),
  'POST /referrals/:referralId/continuation-checks': aboutReferral('sent', { checkpointDays: 30, status: 'continuing', source: 'partner' }),
  'POST /referrals/:referralId/follow-ups': aboutReferral('sent', { ask: 'member', result: 'reached' }),
  'GET /transitions': (world) => ({ query: { memberId: world.members.enrolled } }),
  'POST /transitions/:transitionId/completion': () => ({ body: { result: 'not-reached' } }),
};
const ofItsOrganization = { ofNoPlan: 'a webhook is of its organization, in no plan' };
/** The cells of one role after another ask for it, and those of the first that may remove it did. */
const mayBeGone = { ...ofItsOrganization, reachesNoRow: 'a webhook that a cell before removed is gone' };
const notification: Requests = {
  'PUT /webhooks/:organizationId': () => ({ ...ofItsOrganization, body: { url: 'https://pantry.example/notices' } }),
  'GET /webhooks/:organizationId': () => mayBeGone,
  'POST /webhooks/:organizationId/secret': () => mayBeGone,
  'DELETE /webhooks/:organizationId': () => mayBeGone,
  'PUT /staff-contacts/:actor': (world) => ({ params: { actor: `actor-of-${world.tenant}` }, body: { email: 'somebody@clinic.example' } }),
  'GET /messages': (world) => ({ query: { referralId: world.referrals.sent } }),
};
const hospitalFeed: Requests = {
  'GET /stays': (world) => ({ query: { memberId: world.members.enrolled } }),
  'POST /adt-messages': (world) => ({ type: 'text/plain', body: admission(world) }),
  'POST /unmatched-stays/:stayId/identity': (world) => ({ body: { cin: world.cins.decliner }, inSteps: 'what is settled for a plan is a row of that plan' }),
  'PUT /feeds/:facilityId': (world) => ({ body: { sendingApplication: 'EPIC', sendingFacility: world.facilityId } }),
};
const reporting: Requests = {
  'GET /enrollment/by-county-group': () => ({ query: { asOf: day } }),
  'GET /enrollment/members': () => ({ query: { asOf: day } }),
  'GET /breach-extracts': (world) => ({ query: { actor: world.coordinatorId, from: '2019-09-01T00:00:00Z', until: '2019-09-30T00:00:00Z' } }),
  'GET /measures/referrals': () => ({ query: figures }),
  'GET /measures/referrals/rows': () => ({ query: { ...figures, figure: 'made' } }),
};
const everywhere: Requests = {
  'POST /operations/parked-keys/:id/release': () => ({ ...ofNobody, params: { id: randomUUID() } }),
  'POST /operations/parked-keys/:id/discard': () => ({ ...ofNobody, params: { id: randomUUID() } }),
  'POST /operations/readers/:reader/rebuild': () => ofNobody,
};
const ofService: Readonly<Record<string, Requests>> = {
  enrollment, assessment, directory, referral, notification, reporting, 'hospital-feed': hospitalFeed,
};

/** What the parameters of a path mean unless a request says otherwise. */
const usual = (world: World): Readonly<Record<string, string>> => ({
  memberId: world.members.enrolled, referralId: world.referrals.sent, consentId: world.consentId, enrollmentId: world.enrollmentId, listId: world.listId,
  importId: world.importId, recordId: world.recordId, careEntityId: world.careEntityId, needId: world.needId, transitionId: world.transitionId,
  stayId: world.stayId, facilityId: world.facilityId, documentId: world.documentId, personId: world.personId, grantId: world.grantId,
  coverId: world.coverId, organizationId: world.organizationId, coordinatorId: world.coordinatorId, id: world.serviceId, actor: 'coordinator-1', reader: 'nobody', token: 'no-such-link',
});

/** The request to a route in a world: its address and what it carries. */
export interface Request extends Omit<Wanted, 'params' | 'query'> { readonly method: string; readonly path: string }

export function requestTo(service: string, route: { readonly verb: string; readonly path: string }, world: World): Request {
  const method = route.verb.toUpperCase();
  const { params = {}, query = {}, ...rest } = (ofService[service]?.[`${method} ${route.path}`] ?? everywhere[`${method} ${route.path}`])?.(world) ?? {};
  const meaning = { ...usual(world), ...params };
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(meaning[name] ?? 'unknown-parameter'));
  const asked = new URLSearchParams(query).toString();
  return { method, path: asked === '' ? path : `${path}?${asked}`, ...rest };
}

/** Requests that are written down for routes that there are not. */
export function strayRequests(routes: readonly { readonly service: string; readonly verb: string; readonly path: string }[]): string[] {
  const known = new Set(routes.map(({ service, verb, path }) => `${service} ${verb.toUpperCase()} ${path}`));
  return Object.entries(ofService).flatMap(([service, requests]) => Object.keys(requests).map((route) => `${service} ${route}`)).filter((route) => !known.has(route));
}
