import { needCategories } from '@hhp/contracts';
import { type Running, startForTest } from '@hhp/testing';
import { demonstration, exampleHours, examplePlace, exampleService, exampleServiceId } from '../examples.js';
import { directoryService } from '../service.js';
import type { SearchAnswer } from './search.projection.js';

let running: Running;
let coordinator: string;

beforeAll(async () => {
  running = await startForTest(directoryService);
  coordinator = await running.token('care-coordinator', { tenant: 'plan-a' });
  await load('demonstration', demonstration().contents);
});
afterAll(() => running.stop());

async function load(source: string, services: readonly object[]): Promise<void> {
  const steward = await running.token('directory-steward');
  const { body } = await running.request('POST', `/imports?source=${source}&format=hsds-json`, { as: steward, body: [...services] });
  expect((body as { files: { quarantined: number }[] }).files.every(({ quarantined }) => quarantined === 0)).toBe(true);
}
async function search(query: Record<string, string | number>): Promise<SearchAnswer> {
  const asked = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])));
  const { status, body } = await running.request('GET', `/services?${asked}`, { as: coordinator });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as SearchAnswer;
}
const names = ({ services }: SearchAnswer): string[] => services.map(({ name }) => name);
const cityHall = '37.7793,-122.4193';

describe('a search by need', () => {
  it('finds the food bank with furnishings for a thing, and for food (002-114)', async () => {
    expect(names(await search({ need: 'goods' }))).toEqual(['Food bank with furnishings']);
    expect(names(await search({ need: 'food-insecurity' }))).toContain('Food bank with furnishings');
  });
  it('finds meals for a condition and nutrition education by their words (002-119)', async () => {
    expect(names(await search({ need: 'food-insecurity', text: 'diabetes' }))).toEqual(['Condition-specific meals and nutrition education']);
    expect(names(await search({ text: 'nutrition class' }))).toEqual(['Condition-specific meals and nutrition education']);
    expect(names(await search({ text: 'mini-fridge' }))).toEqual(['Food bank with furnishings']);
    expect(names(await search({ text: 'Bridge House' }))).toEqual(['Temporary housing with case managers']);
  });
  it('answers homelessness with temporary and permanent housing, and every need with some kind of service', async () => {
    expect(names(await search({ need: 'homelessness' })).sort()).toEqual(['Permanent housing navigation', 'Temporary housing with case managers']);
    for (const need of needCategories) expect(await search({ need })).toMatchObject({ page: 1 });
  });
});

describe('a search from a place', () => {
  const positions = [[37.7793, -122.4193], [34.0522, -118.2437], [-33.8688, 151.2093]] as const;
  it.each(positions)('measures from %d, %d as a plain formula does, the nearest first', async (latitude, longitude) => {
    const { services } = await search({ need: 'food-insecurity', near: `${latitude},${longitude}`, perPage: 100 });
    // The chord through the earth, an independent way to the same distance.
    const plain = await running.query<{ id: string; miles: number }>(
      `WITH vector AS (SELECT service_id AS id, latitude * pi() / 180 AS lat, longitude * pi() / 180 AS lng FROM service_place WHERE latitude IS NOT NULL),
            here AS (SELECT $1::float8 * pi() / 180 AS lat, $2::float8 * pi() / 180 AS lng)
       SELECT v.id, 2 * 3958.7613 * asin(sqrt(power(cos(v.lat) * cos(v.lng) - cos(h.lat) * cos(h.lng), 2)
         + power(cos(v.lat) * sin(v.lng) - cos(h.lat) * sin(h.lng), 2) + power(sin(v.lat) - sin(h.lat), 2)) / 2) AS miles
         FROM vector v, here h`, [latitude, longitude]);
    const plainly = new Map(plain.map(({ id, miles }) => [id, Math.round(miles * 100) / 100]));
    const measured = services.map(({ serviceId, distanceMiles }) => [serviceId, distanceMiles]);
    expect(measured).toEqual(services.map(({ serviceId }) => [serviceId, plainly.get(serviceId)]));
    const distances = services.map(({ distanceMiles }) => distanceMiles!);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(services.length).toBe(12);
  });
  it('within some miles leaves out what is farther, and counts what has no place', async () => {
    const near = await search({ need: 'food-insecurity', near: cityHall, withinMiles: 2, perPage: 100 });
    expect(near.services.every(({ distanceMiles }) => distanceMiles! <= 2)).toBe(true);
    expect(near.total).toBeLessThan(12);
    const rides = await search({ need: 'transportation-insecurity', near: cityHall, withinMiles: 2 });
    expect([rides.total, rides.notShown.placeUnknown]).toEqual([0, 1]);
    expect((await search({ need: 'transportation-insecurity', near: cityHall })).services).toMatchObject([{ distanceMiles: null, place: null }]);
    expect((await search({ need: 'goods' })).services).toMatchObject([{ distanceMiles: null, place: { name: 'Harbor Lights Food Bank' } }]);
  });
  it('at the very place is no distance away, within no miles; of equal distances the name decides', async () => {
    const named = (nth: number, name: string): object => exampleService(nth, { name, service_at_locations: examplePlace(nth, 36.5, -120.5) });
    await load('examples', [named(1, 'Beta'), named(2, 'Alpha')]);
    const { services } = await search({ near: '36.5,-120.5', withinMiles: 0 });
    expect(services.map(({ name, distanceMiles }) => [name, distanceMiles])).toEqual([['Alpha', 0], ['Beta', 0]]);
  });
  it('across the globe does not fail', async () => {
    expect((await search({ near: '-36.5,59.5', need: 'goods' })).services[0]!.distanceMiles).toBeGreaterThan(10_000);
  });
  it('refuses half a place, miles from nowhere and a place off the earth, by the name of the field', async () => {
    for (const query of ['near=37.7', 'withinMiles=3', 'near=97.7,-122.4&withinMiles=3']) {
      expect(await running.request('GET', `/services?${query}`, { as: coordinator })).toMatchObject({
        status: 400, body: { code: 'request-invalid', fields: ['near'] },
      });
    }
  });
});

describe('a search by language', () => {
  it('finds by name and by code who speaks it, and counts those of whom nobody said', async () => {
    const [byName, byCode] = [await search({ need: 'food-insecurity', language: 'Cantonese' }), await search({ need: 'food-insecurity', language: 'yue' })];
    expect(names(byName)).toEqual(['Condition-specific meals and nutrition education']);
    expect(byCode).toEqual(byName);
    expect(byName.notShown.languagesUnknown).toBe(10);
    expect(names(await search({ language: 'Chinese' }))).toEqual(names(byName));
  });
  it('refuses a word that is no language, instead of finding nobody', async () => {
    expect(await running.request('GET', '/services?language=Klingonese', { as: coordinator })).toMatchObject({
      status: 400, body: { code: 'language-unknown', fields: ['language'] },
    });
    expect((await search({ language: 'fr' })).total).toBe(0);
  });
});

describe('a search by a moment', () => {
  const text = 'hours-of-test';
  const keyword = [{ id: '00000000-0000-4000-8000-000000990000', label: 'keywords', value: text }];
  const openAt = async (at: string): Promise<Record<string, string | null>> =>
    Object.fromEntries((await search({ text, openAt: at, perPage: 100 })).services.map(({ name, open }) => [name, open]));

  beforeAll(() => load('examples', [
    exampleService(11, { name: 'day', schedules: [exampleHours(1, 'MO,TU', '09:00', '17:00')], attributes: keyword }),
    exampleService(12, { name: 'night', schedules: [exampleHours(2, 'FR', '22:00', '02:00')], attributes: keyword }),
    exampleService(13, { name: 'unsaid', attributes: keyword }),
    exampleService(14, { name: 'unreadable', schedules: [exampleHours(3, 'MO', 'noon', 'dusk')], attributes: keyword }),
    exampleService(15, {
      name: 'season', schedules: [exampleHours(4, 'MO', '09:00', '17:00', { valid_from: '2019-06-03', valid_to: '2019-06-10' })], attributes: keyword,
    }),
    exampleService(16, { name: 'first monday', schedules: [exampleHours(5, '1MO', '09:00', '17:00', { freq: 'MONTHLY' })], attributes: keyword }),
    exampleService(17, { name: 'always', schedules: [exampleHours(6, 'MO,TU,WE,TH,FR,SA,SU', '00:00', '24:00')], attributes: keyword }),
    exampleService(18, {
      name: 'holidays', attributes: keyword,
      schedules: [
        exampleHours(7, 'MO', '09:00', '17:00'),
        { id: exampleServiceId(901), description: 'Closed', valid_from: '0001-12-24', valid_to: '0001-01-01' },
        exampleHours(8, 'MO', '10:00', '12:00', { description: 'Holiday hours', valid_from: '2019-09-02', valid_to: '2019-09-02' }),
      ],
    }),
    exampleService(19, {
      name: 'own hours here', schedules: [exampleHours(9, 'MO', '09:00', '10:00')], attributes: keyword,
      service_at_locations: examplePlace(19, 36, -120, { schedules: [exampleHours(10, 'TU', '09:00', '10:00')] }),
    }),
  ]));

  it('is open from the minute it opens until before the minute it closes', async () => {
    expect((await openAt('2019-06-03T08:59')).day).toBeUndefined();
    expect((await openAt('2019-06-03T09:00')).day).toBe('open');
    expect((await openAt('2019-06-03T16:59')).day).toBe('open');
    expect((await openAt('2019-06-03T17:00')).day).toBeUndefined();
    expect((await openAt('2019-06-05T12:00')).day).toBeUndefined();
  });
  it('spans midnight into the next day, and no farther', async () => {
    expect((await openAt('2019-06-07T21:59')).night).toBeUndefined();
    expect((await openAt('2019-06-07T23:30')).night).toBe('open');
    expect((await openAt('2019-06-08T00:00')).night).toBe('open');
    expect((await openAt('2019-06-08T01:59')).night).toBe('open');
    expect((await openAt('2019-06-08T02:00')).night).toBeUndefined();
    expect((await openAt('2019-06-08T23:30')).night).toBeUndefined();
  });
  it('shows hours that nobody said, or nobody can read, as unknown and never hides them as closed', async () => {
    expect(await openAt('2019-06-05T12:00')).toMatchObject({ unsaid: 'unknown', unreadable: 'unknown', always: 'open' });
    expect((await search({ text })).services.find(({ name }) => name === 'unsaid')).toMatchObject({ hours: 'unknown', open: null });
  });
  it('knows hours of a season within it, and nothing of them outside it', async () => {
    expect(await openAt('2019-06-10T12:00')).toMatchObject({ season: 'open' });
    expect((await openAt('2019-06-05T12:00')).season).toBeUndefined();
    expect(await openAt('2019-06-17T12:00')).toMatchObject({ season: 'unknown' });
    expect(await openAt('2019-05-27T12:00')).toMatchObject({ season: 'unknown' });
  });
  it('counts the Mondays of a month', async () => {
    expect(await openAt('2019-06-03T12:00')).toMatchObject({ 'first monday': 'open' });
    expect((await openAt('2019-06-10T12:00'))['first monday']).toBeUndefined();
  });
  it('is closed on days of every year and keeps other hours on a holiday', async () => {
    expect((await openAt('2018-12-31T12:00')).holidays).toBeUndefined();
    expect((await openAt('2018-12-24T12:00')).holidays).toBeUndefined();
    expect((await openAt('2018-12-17T12:00')).holidays).toBe('open');
    expect((await openAt('2019-09-02T11:59')).holidays).toBe('open');
    expect((await openAt('2019-09-02T12:00')).holidays).toBeUndefined();
  });
  it('believes the hours at a place before those of the service', async () => {
    expect((await openAt('2019-06-04T09:30'))['own hours here']).toBe('open');
    expect((await openAt('2019-06-03T09:30'))['own hours here']).toBeUndefined();
  });
  it('reads a moment with a zone on the clocks of California, in summer and in winter', async () => {
    expect((await openAt('2019-06-03T16:00:00Z')).day).toBe('open');
    expect((await openAt('2019-06-03T15:59:00Z')).day).toBeUndefined();
    expect((await openAt('2019-12-02T17:00:00Z')).day).toBe('open');
    expect((await openAt('2019-12-02T16:59:00Z')).day).toBeUndefined();
  });
});

describe('a search', () => {
  it('comes in pages that neither lose nor repeat a service', async () => {
    const whole = await search({ need: 'food-insecurity', perPage: 100 });
    const pages = await Promise.all([1, 2, 3].map((page) => search({ need: 'food-insecurity', perPage: 5, page })));
    expect(pages.flatMap(names)).toEqual(names(whole));
    expect(pages.map(({ total }) => total)).toEqual([12, 12, 12]);
    expect(await search({ need: 'food-insecurity', perPage: 5, page: 9 })).toMatchObject({ total: 12, services: [] });
  });
  it('shows how old a capacity is, and that nobody reported one', async () => {
    const [hit] = (await search({ need: 'goods' })).services;
    expect(hit).toMatchObject({ capacity: { status: 'unknown' } });
    const steward = await running.token('directory-steward');
    const asOf = new Date(Date.now() - 49 * 3_600_000).toISOString();
    await running.request('POST', `/services/${hit!.serviceId}/capacity`, { as: steward, body: { status: 'has-capacity', available: 3, asOf } });
    expect((await search({ need: 'goods' })).services[0]!.capacity).toEqual({ status: 'has-capacity', available: 3, asOf, ageHours: 49, ageDays: 2 });
  });
  it('is for those who work with members, whatever their plan', async () => {
    for (const [role, bearer] of [['cbo-staff', { organization: 'cbo' }], ['plan-administrator', { tenant: 'plan-b' }], ['directory-steward', {}]] as const) {
      expect((await running.request('GET', '/services', { as: await running.token(role, bearer) })).status).toBe(200);
    }
    expect((await running.request('GET', '/services')).status).toBe(401);
    expect((await running.request('GET', '/services', { as: await running.token('operator') })).status).toBe(403);
  });
});
