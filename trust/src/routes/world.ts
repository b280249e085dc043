import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import type { Bearer, Deployment } from './deployment.js';

/** Everything that a route may be about, of one plan and of the organizations that it works with. */
export interface World {
  readonly tenant: string;
  readonly contractCode: string;
  readonly careEntityId: string;
  readonly facilityId: string;
  /** An organization to which referrals of this plan are addressed, and another one. */
  readonly organizationId: string;
  readonly serviceId: string;
  readonly otherOrganizationId: string;
  readonly otherServiceId: string;
  readonly leavingOrganizationId: string;
  readonly leavingServiceId: string;
  readonly cins: Readonly<Record<MemberName, string>>;
  readonly members: Readonly<Record<MemberName, string>>;
  readonly directoryImportId: string;
  readonly listId: string;
  readonly importId: string;
  readonly recordId: string;
  readonly enrollmentId: string;
  readonly leaverEnrollmentId: string;
  readonly consentId: string;
  /** Under which nothing was sent: it may be taken back. */
  readonly spareConsentId: string;
  readonly documentId: string;
  readonly needId: string;
  /** A person of the plan, and one who may be suspended; a cover of the one for the other. */
  readonly grantId: string;
  readonly personId: string;
  readonly leavingPersonId: string;
  readonly coverId: string;
  readonly coordinatorId: string;
  readonly otherCoordinatorId: string;
  readonly referrals: Readonly<Record<'draft' | 'sent' | 'voidable' | 'closable' | 'toOther', string>>;
  readonly transitionId: string;
  readonly stayId: string;
}
const memberNames = ['enrolled', 'leaver', 'listed', 'decliner', 'erasable'] as const;
type MemberName = (typeof memberNames)[number];
const referralNames = ['draft', 'sent', 'voidable', 'closable', 'toOther'] as const;

const named = <Name extends string>(names: readonly Name[], make: (name: Name) => string): Record<Name, string> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, string>;

let numbers = 0;
const aCin = (): string => `9${String(4_000_001 + numbers++ * 13)}K`;

/** A world of which nothing exists: what is asked for in it reads as nothing. */
export function nowhere(tenant: string): World {
  const id = (): string => randomUUID();
  return {
    tenant, contractCode: `${tenant}-${id().slice(0, 8)}`, careEntityId: id(), facilityId: id(), organizationId: id(), serviceId: id(), otherOrganizationId: id(),
    otherServiceId: id(), leavingOrganizationId: id(), leavingServiceId: id(), cins: named(memberNames, aCin), members: named(memberNames, id),
    directoryImportId: id(), listId: id(), importId: id(), recordId: id(), enrollmentId: id(), leaverEnrollmentId: id(), consentId: id(),
    spareConsentId: id(), documentId: id(),
    needId: id(), grantId: id(), personId: id(), leavingPersonId: id(), coverId: id(), coordinatorId: `coordinator-${id()}`, otherCoordinatorId: `coordinator-${id()}`, referrals: named(referralNames, id), transitionId: id(), stayId: id(),
  };
}

/** The bearer of a role in a world, as an issuer would describe them. */
export function bearerIn(world: Pick<World, 'tenant' | 'organizationId' | 'facilityId' | 'careEntityId'>, role: string): Bearer {
  switch (role) {
    case 'cbo-staff': return { role, organization: world.organizationId };
    case 'discharge-planner': case 'service': return { role, organization: world.facilityId };
    case 'state-overseer': case 'operator': return { role };
    default: return { role, tenant: world.tenant, organization: world.careEntityId };
  }
}

/** Makes a world real, through the services' own routes and what they tell one another. */
export async function settle(deployment: Deployment, tenant: string): Promise<World> {
  const plan = nowhere(tenant);
  const by = (role: string): Bearer => bearerIn(plan, role);
  const listed = await enrollment(deployment, plan, by);
  const world = { ...plan, ...listed, directoryImportId: await directory(deployment, plan, by) };
  const { needId } = await eventually(() => deployment.does<{ needId: string }>('assessment', 'POST', `/members/${world.members.enrolled}/needs`,
    { by: by('care-coordinator'), body: { category: 'goods' } }), { within: 30_000 });
  await referrals(deployment, { ...world, needId }, by);
  return { ...world, needId, ...await hospital(deployment, world, by) };
}

type By = (role: string) => Bearer;

async function directory(deployment: Deployment, world: World, by: By): Promise<string> {
  const service = (id: string, organization: string): object => ({
    id, name: `Service ${id}`, status: 'active', organization: { id: organization, name: `Organization ${organization}`, description: 'For trials' },
  });
  const file = [
    service(world.serviceId, world.organizationId), service(world.otherServiceId, world.otherOrganizationId),
    service(world.leavingServiceId, world.leavingOrganizationId),
  ];
  const { importId } = await deployment.does<{ importId: string }>('directory', 'POST', `/imports?source=${world.tenant}&format=hsds-json`, { by: by('directory-steward'), body: file });
  return importId;
}

/** A file of an engagement list that names these people. */
export const listOf = ({ cins, contractCode }: Pick<World, 'cins' | 'contractCode'>): string => [
  'cin,last_name,first_name,birth_date,sex,language,phone,email,plan_contract_code,county_code,population,conditions,acuity,homeless_indicator,chronic_homeless_indicator,exclusion_code',
  ...Object.values(cins).map((cin) => `${cin},Secret${cin},Robin,1957-03-14,M,es,415-555-0114,${cin}@people.example,${contractCode},06075,SPA1,HTN:2019-03-01;DM;CAD,R2b:0;R2c:0,N,N,NONE`), '',
].join('\n');

async function enrollment(deployment: Deployment, plan: World, by: By): Promise<Partial<World> & Pick<World, 'members' | 'consentId'>> {
  const [administrator, coordinator] = [by('plan-administrator'), by('care-coordinator')];
  const does = <Body>(method: string, path: string, body: object | string, who = administrator): Promise<Body> =>
    deployment.does<Body>('enrollment', method, path, { by: who, body, ...(typeof body === 'string' ? { type: 'text/csv' as const } : {}) });
  await does('POST', '/plan-contracts', { contractCode: plan.contractCode, county: '06075', product: 'Medi-Cal managed care', population: 'BOTH', effectiveOn: '2018-07-01' });
  await does('PUT', `/care-entities/${plan.careEntityId}`, { name: `Clinic of ${plan.tenant}`, contractCode: plan.contractCode });
  const { listId, importId } = await does<{ listId: string; importId: string }>('POST', '/engagement-lists?listRunDate=2019-07-01', listOf(plan));
  const members = Object.fromEntries(await Promise.all(memberNames.map(async (name) =>
    [name, (await does<{ memberId: string }>('POST', '/member-searches', { cin: plan.cins[name] })).memberId] as const))) as World['members'];
  const enrolled = async (name: MemberName): Promise<string> => (await does<{ enrollmentId: string }>('POST', `/members/${members[name]}/enrollment`, {
    contractCode: plan.contractCode, county: '06075', population: 'SPA1', careEntityId: plan.careEntityId, coordinatorId: plan.coordinatorId, enrolledOn: '2019-08-05',
  }, coordinator)).enrollmentId;
  const [enrollmentId, leaverEnrollmentId] = [await enrolled('enrolled'), await enrolled('leaver')];
  await people(deployment, plan, by);
  await does('PUT', `/members/${members.enrolled}/emergency-grants/${plan.grantId}`, emergency, coordinator);
  const { recordId } = await does<{ recordId: string }>('POST', `/members/${members.listed}/facts`, { facts: [{ kind: 'condition', code: 'DM', on: '2019-03-01' }], source: 'staff' });
  const consent = (recipientOrganizationId: string): Promise<{ consentId: string }> => does('POST', `/members/${members.enrolled}/consents`,
    { decision: 'granted', recipientOrganizationId, dataClasses: ['general'], purpose: 'care-coordination', form: 'written' }, coordinator);
  await consent(plan.otherOrganizationId);
  const { consentId: spareConsentId } = await consent(plan.leavingOrganizationId);
  await does('PUT', `/members/${members.enrolled}/consent-documents/${plan.documentId}`, signedForm, coordinator);
  const { consentId } = await consent(plan.organizationId);
  return { listId, importId, members, enrollmentId, leaverEnrollmentId, recordId, spareConsentId, consentId };
}

/** Why somebody breaks the glass. */
export const emergency = { reason: 'emergency-treatment', explanation: 'Tried by the matrix of trust' };

/** Somebody of the plan's CB-CME, as they are registered. */
export const aPerson = (world: World, subject: string): object => ({ subject, roles: ['care-coordinator'], name: `Name of ${subject}`, organizationId: world.careEntityId });

async function people(deployment: Deployment, plan: World, by: By): Promise<void> {
  const administrator = by('plan-administrator');
  for (const [personId, subject] of [[plan.personId, plan.coordinatorId], [plan.leavingPersonId, plan.otherCoordinatorId]] as const) {
    await deployment.does('enrollment', 'PUT', `/staff/${personId}`, { by: administrator, body: aPerson(plan, subject) });
  }
  await deployment.does('enrollment', 'PUT', `/covers/${plan.coverId}`, { by: administrator, body: aCover(plan) });
}

/** Who looks after the members of the plan's coordinator. */
export const aCover = (world: World): object => ({ absent: world.coordinatorId, covering: world.otherCoordinatorId, from: '2019-09-12', until: '2019-09-20' });

/** A signed form as it is uploaded. */
export const signedForm = { mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7 signed').toString('base64') };

async function referrals(deployment: Deployment, world: World, by: By): Promise<void> {
  const coordinator = by('care-coordinator');
  for (const name of referralNames) {
    const [organizationId, serviceId] = name === 'toOther' ? [world.otherOrganizationId, world.otherServiceId] : [world.organizationId, world.serviceId];
    const body = { memberId: world.members.enrolled, needId: world.needId, organizationId, serviceId, dataClasses: ['general'] };
    await eventually(() => deployment.does('referral', 'PUT', `/referrals/${world.referrals[name]}`, { by: coordinator, body }), { within: 30_000 });
  }
  const overrides = [{ check: 'duplicate', reason: 'tried-on-purpose' }, { check: 'capacity', reason: 'tried-on-purpose' }];
  for (const name of ['sent', 'closable', 'toOther'] as const) {
    await eventually(async () => {
      await deployment.does('referral', 'POST', `/referrals/${world.referrals[name]}/send`, { by: coordinator, body: { channel: 'email', overrides } });
      const { state } = await deployment.does<{ state: string }>('referral', 'GET', `/referrals/${world.referrals[name]}`, { by: coordinator });
      if (state !== 'sent') throw new Error(`The referral is ${state}`);
    }, { within: 30_000 });
  }
}

const message = (world: World, event: string, fields: { pid: string; visit: string }): string => [
  `MSH|^~\\&|EPIC|${world.facilityId}|HHP|STATE|20190912093100||ADT^${event}^ADT_A01|${event}-${fields.visit}|P|2.5.1`,
  'EVN||20190912093000', `PID|||${fields.pid}`, `PV1||I|||||||||||||||||${fields.visit}`, '',
].join('\r');

/** An admission of the world's member, as their hospital tells it. */
export const admission = (world: World, event = 'A01'): string =>
  message(world, event, { pid: `${world.cins.enrolled}^^^MEDI-CAL^MA||Secret${world.cins.enrolled}^Robin||19570314|M`, visit: `V${world.facilityId.slice(-12)}` });

async function hospital(deployment: Deployment, world: World, by: By): Promise<Pick<World, 'transitionId' | 'stayId'>> {
  await deployment.does('hospital-feed', 'PUT', `/feeds/${world.facilityId}`, { by: by('operator'), body: { sendingApplication: 'EPIC', sendingFacility: world.facilityId } });
  await eventually(async () => {
    const known = await deployment.part('hospital-feed').database.query<object>('SELECT 1 FROM known_profile WHERE member_id = $1 AND opened', [world.members.enrolled]);
    if (known.length === 0) throw new Error('The member is not known to the hospital feed yet');
  }, { within: 30_000 });
  const send = (text: string): Promise<unknown> => deployment.does('hospital-feed', 'POST', '/adt-messages', { by: by('discharge-planner'), body: text });
  await send(admission(world));
  await send(admission(world, 'A03'));
  await send(message(world, 'A01', { pid: `${randomUUID().slice(0, 8)}^^^GENERAL^MR||Doe^Jane`, visit: `U${world.facilityId.slice(-12)}` }));
  const { stays } = await deployment.does<{ stays: { stayId: string }[] }>('hospital-feed', 'GET', '/unmatched-stays', { by: by('discharge-planner') });
  const transition = await eventually(async () => {
    const { transitions } = await deployment.does<{ transitions: { transitionId: string }[] }>('referral', 'GET', `/transitions?memberId=${world.members.enrolled}`, { by: by('care-coordinator') });
    if (!transitions[0]) throw new Error('The follow-up is not open yet');
    return transitions[0];
  }, { within: 30_000 });
  return { transitionId: transition.transitionId, stayId: stays[0]!.stayId };
}
