import { type Running, startForTest } from '@hhp/testing';
import { exampleOrganizationId, exampleService, exampleServiceId } from '../examples.js';
import { directoryService } from '../service.js';
import type { OrganizationAnswer, ServiceAnswer } from './listing.projection.js';

let running: Running;
let steward: string;

beforeAll(async () => {
  running = await startForTest(directoryService);
  running.at('2019-09-12T16:30:00Z');
  steward = await running.token('directory-steward');
  await ask('POST', '/imports?source=examples&format=hsds-json', Array.from({ length: 9 }, (_, nth) => exampleService(nth + 1)));
});
afterAll(() => running.stop());

const ask = (method: string, path: string, body?: object, as = steward): ReturnType<Running['request']> =>
  running.request(method, path, { as, ...(body ? { body } : {}) });
const service = async (nth: number): Promise<ServiceAnswer> => (await ask('GET', `/services/${exampleServiceId(nth)}`)).body as ServiceAnswer;
/** What was said of a service: kinds and versions. */
const saidOf = async (nth: number): Promise<[string, number][]> =>
  (await running.said()).filter(({ aggregate }) => aggregate === exampleServiceId(nth)).map(({ type, version }) => [type, version]);
const edit = (nth: number, more: object): ReturnType<Running['request']> =>
  ask('PUT', `/services/${exampleServiceId(nth)}`, { document: { organization_id: exampleOrganizationId, name: `Example ${nth}`, status: 'active', ...more } });

describe('a service', () => {
  it('that the steward edits says so once, and is not overwritten by the file it came from', async () => {
    expect(await edit(1, { description: 'Changed by hand' })).toMatchObject({ status: 200, body: { id: exampleServiceId(1), changed: true } });
    expect((await edit(1, { description: 'Changed by hand' })).body).toMatchObject({ changed: false });
    expect(await saidOf(1)).toEqual([['ServiceListed', 1], ['ServiceListed', 2]]);
    const same = await ask('POST', '/imports?source=examples&format=hsds-json', [exampleService(1)]);
    expect(same.body).toMatchObject({ files: [{ unchanged: 1 }] });
    const changed = await ask('POST', '/imports?source=examples&format=hsds-json', [exampleService(1, { description: 'Changed at the source' })]);
    expect(changed.body).toMatchObject({ files: [{ quarantined: 1 }] });
    expect((await service(1)).record.description).toBe('Changed by hand');
  });
  it('that the steward withdraws is gone from search and export, and comes back only by the steward', async () => {
    expect((await ask('POST', `/services/${exampleServiceId(2)}/withdrawal`, { reason: 'closed' })).status).toBe(202);
    await ask('POST', `/services/${exampleServiceId(2)}/withdrawal`, { reason: 'closed' });
    expect(await saidOf(2)).toEqual([['ServiceListed', 1], ['ServiceWithdrawn', 2]]);
    expect((await ask('GET', '/services?text="Example 2"')).body).toMatchObject({ total: 0 });
    expect((await ask('GET', `/hsds/services/${exampleServiceId(2)}`)).status).toBe(404);
    expect(await service(2)).toMatchObject({ listed: false });
    expect((await ask('POST', '/imports?source=examples&format=hsds-json', [exampleService(2)])).body).toMatchObject({ files: [{ unchanged: 1 }] });
    const changed = await ask('POST', '/imports?source=examples&format=hsds-json', [exampleService(2, { description: 'New' })]);
    expect(changed.body).toMatchObject({ files: [{ quarantined: 1 }] });
    const waiting = await ask('GET', `/imports/${(changed.body as { importId: string }).importId}/quarantine`);
    expect(waiting.body).toMatchObject({ rows: [{ reasons: ['the record: was withdrawn here; its source changed it since'] }] });
    await edit(2, {});
    expect(await saidOf(2)).toEqual([['ServiceListed', 1], ['ServiceWithdrawn', 2], ['ServiceListed', 3]]);
  });
  it('that is inactive takes no referrals, and its status is said', async () => {
    await edit(3, { status: 'temporarily closed' });
    expect((await running.said()).findLast(({ aggregate }) => aggregate === exampleServiceId(3))!.data).toMatchObject({ status: 'temporarily-closed' });
    expect((await ask('GET', '/services?text="Example 3"')).body).toMatchObject({ total: 0 });
  });
  it('is edited as HSDS or not at all, under an organization that is listed, and stays with it', async () => {
    expect(await edit(4, { status: 'open' })).toMatchObject({ status: 400, body: { code: 'hsds-invalid', fields: ['status'] } });
    expect(await edit(4, { organization_id: exampleServiceId(4) })).toMatchObject({
      status: 409, body: { code: 'record-refused', fields: ['organization_id'] },
    });
    expect((await ask('PUT', '/services/no-id', { document: {} })).status).toBe(400);
    const other = { document: { name: 'Other', description: 'Made by the steward' } };
    expect((await ask('PUT', `/organizations/${exampleServiceId(500)}`, other)).body).toMatchObject({ changed: true });
    expect((await edit(4, { organization_id: exampleServiceId(500) })).body).toMatchObject({ code: 'record-refused' });
    expect(await saidOf(4)).toEqual([['ServiceListed', 1]]);
  });
  it('edited by many at once counts its versions without a gap or a repetition', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, nth) => (nth % 2 ? edit(5, { description: `Edit ${nth}` })
      : ask('POST', `/services/${exampleServiceId(5)}/capacity`, { status: 'has-capacity', available: nth }))));
    const versions = (await saidOf(5)).map(([, version]) => version);
    expect(versions).toEqual(versions.map((_, at) => at + 1));
    expect(versions.length).toBeGreaterThan(5);
  });
});

describe('a capacity', () => {
  const report = (nth: number, body: object, as?: string): ReturnType<Running['request']> =>
    ask('POST', `/services/${exampleServiceId(nth)}/capacity`, body, as);

  it('is reported by the steward and by the organization itself, and by no other', async () => {
    const own = await running.token('cbo-staff', { organization: exampleOrganizationId });
    const other = await running.token('cbo-staff', { organization: exampleServiceId(77) });
    expect(await report(6, { status: 'no-capacity-has-waitlist', earliestStartOn: '2019-10-01' }, own)).toMatchObject({
      status: 202, body: { capacity: { status: 'no-capacity-has-waitlist', ageDays: 0 } },
    });
    expect((await report(6, { status: 'has-capacity' }, other)).status).toBe(404);
    expect((await report(6, { status: 'has-capacity' }, await running.token('care-coordinator', { tenant: 'plan-a' }))).status).toBe(403);
    const reports = (await running.said('CapacityReported')).filter(({ aggregate }) => aggregate === exampleServiceId(6));
    expect(reports.map(({ data, version }) => [data, version])).toEqual([
      [expect.objectContaining({ organizationId: exampleOrganizationId, status: 'no-capacity-has-waitlist', earliestStartOn: '2019-10-01' }), 2],
    ]);
  });
  it('ages, and a report of before does not take the place of a later one', async () => {
    await report(7, { status: 'has-capacity', available: 2, asOf: '2019-09-10T09:00:00-07:00' });
    expect((await service(7)).capacity).toMatchObject({ status: 'has-capacity', available: 2, asOf: '2019-09-10T16:00:00.000Z', ageDays: 2, ageHours: 48 });
    expect((await report(7, { status: 'no-capacity', asOf: '2019-09-09T09:00:00-07:00' })).body).toMatchObject({ code: 'newer-report-exists' });
    expect((await report(7, { status: 'no-capacity', asOf: '2019-09-13T09:00:00-07:00' })).body).toMatchObject({ code: 'report-of-the-future' });
    expect((await report(7, { status: 'no-capacity', asOf: '2019-09-11T09:00:00' })).body).toMatchObject({ code: 'moment-without-zone' });
    expect((await report(7, { status: 'has-capacity', available: 2, asOf: '2019-09-10T16:00:00Z' })).status).toBe(202);
    expect(await saidOf(7)).toEqual([['ServiceListed', 1], ['CapacityReported', 2]]);
    expect((await service(8)).capacity).toEqual({ status: 'unknown' });
  });
  it('is one of four', async () => {
    expect((await report(8, { status: 'full' })).body).toMatchObject({ code: 'request-invalid', fields: ['status'] });
    expect((await report(8, { status: 'has-capacity', available: -1 })).body).toMatchObject({ fields: ['available'] });
  });
});

describe('an organization', () => {
  it('is shown with its services, and goes with all of them', async () => {
    const shown = (await ask('GET', `/organizations/${exampleOrganizationId}`)).body as OrganizationAnswer;
    expect([shown.name, shown.services.length, shown.listed]).toEqual(['Example Organization', 9, true]);
    const gone = await ask('POST', `/organizations/${exampleOrganizationId}/withdrawal`, { reason: 'closed' });
    expect(gone.body).toEqual({ organizationId: exampleOrganizationId, services: 9 });
    const said = await running.said('OrganizationWithdrawn');
    expect(said.map(({ aggregate, version, key }) => [aggregate, version, key])).toEqual([[exampleOrganizationId, 2, exampleOrganizationId]]);
    expect((await running.said('ServiceWithdrawn')).filter(({ key }) => key === exampleOrganizationId)).toHaveLength(10);
    expect((await ask('GET', '/services')).body).toMatchObject({ total: 0 });
    expect((await ask('GET', '/hsds/organizations')).body).toMatchObject({ contents: [{ name: 'Other' }] });
    expect((await edit(9, {})).body).toMatchObject({ code: 'record-refused' });
    expect((await ask('POST', `/organizations/${exampleServiceId(404)}/withdrawal`, { reason: 'closed' })).status).toBe(404);
  });
  it('is of the classes of recipients that the steward names, and of none that a file names', async () => {
    const term = { name: 'Food bank', description: 'Gives out food', code: 'food-bank', taxonomy: 'hhp-recipient-class' };
    const attributes = [{ id: exampleServiceId(601), taxonomy_term: { id: exampleServiceId(602), ...term } }];
    const organization = { id: exampleServiceId(600), name: 'Classified', description: 'For tests', attributes };
    const classes = async (): Promise<unknown> =>
      (await running.said('OrganizationListed')).findLast(({ aggregate }) => aggregate === organization.id)?.data['recipientClasses'];
    await ask('POST', '/imports?source=examples&format=hsds-json', [{ ...exampleService(10), organization }]);
    expect(await classes()).toBeUndefined();
    expect((await ask('PUT', `/organizations/${organization.id}`, { document: { ...organization, description: 'Edited' } })).status).toBe(200);
    expect(await classes()).toEqual(['food-bank']);
  });
});
