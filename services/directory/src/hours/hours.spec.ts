import { hoursOf, momentOn, placesOf } from './hours.js';

const at = (schedule: object): ReturnType<typeof hoursOf> => hoursOf([[{ id: 'x', ...schedule }]]);

describe('hours', () => {
  it('of a week, of a month and of days of a month are understood', () => {
    expect(at({ freq: 'WEEKLY', byday: 'MO, tu', opens_at: '09:00', closes_at: '17:00:00' }).openings).toMatchObject([
      { days: ['MO', 'TU'], opens: 540, closes: 1020 },
    ]);
    expect(at({ freq: 'MONTHLY', byday: '-1FR,+2TU', opens_at: '09:00', closes_at: '17:00' }).openings).toMatchObject([{ days: ['-1FR', '2TU'] }]);
    expect(at({ freq: 'MONTHLY', bymonthday: '1,-1', opens_at: '09:00', closes_at: '17:00' }).openings).toMatchObject([{ days: ['D1', 'D-1'] }]);
    expect(at({ freq: 'WEEKLY', dtstart: '2019-06-05', opens_at: '09:00', closes_at: '17:00' }).openings).toMatchObject([
      { days: ['WE'], validFrom: '2019-06-05' },
    ]);
  });
  it('that end before they begin go on into the next day; equal ones last a day', () => {
    expect(at({ byday: 'FR', opens_at: '22:00', closes_at: '02:00' }).openings).toMatchObject([{ opens: 1320, closes: 1560 }]);
    expect(at({ byday: 'FR', opens_at: '08:00', closes_at: '08:00' }).openings).toMatchObject([{ opens: 480, closes: 1920 }]);
  });
  it.each([
    ['every second week', { byday: 'MO', opens_at: '09:00', closes_at: '17:00', interval: 2 }],
    ['some weeks', { byday: 'MO', opens_at: '09:00', closes_at: '17:00', byweekno: '3' }],
    ['another zone', { byday: 'MO', opens_at: '09:00Z', closes_at: '17:00Z' }], ['no day', { opens_at: '09:00', closes_at: '17:00' }],
    ['words', { description: 'Open most days' }], ['no such day', { byday: 'XX', opens_at: '09:00', closes_at: '17:00' }],
  ])('with %s are not known', (_what, schedule) => {
    expect(at(schedule)).toEqual({ openings: [], known: false });
  });
  it('of which one part is not understood are not known, and the other part still opens', () => {
    expect(hoursOf([
      [{ id: 'x', byday: 'MO', opens_at: '09:00', closes_at: '17:00' }, { id: 'y', description: 'Sundays by appointment' }],
    ])).toMatchObject({ openings: [{ days: ['MO'] }], known: false });
  });
  it('with the programme\'s own offset are local', () => {
    expect(at({ byday: 'MO', opens_at: '09:00-08:00', closes_at: '17:00-07:00' })).toMatchObject({ openings: [{ opens: 540 }], known: true });
  });
  it('of nobody are not known', () => {
    expect(placesOf({ id: 's', organization_id: 'o', name: 'n', status: 'active' })).toEqual([
      { locationId: null, latitude: null, longitude: null, hours: { openings: [], known: false } },
    ]);
  });
});

describe('a day', () => {
  it('is found by its weekday, its place among them from both ends of the month, and its date', () => {
    expect(momentOn('2019-06-07', 1).codes).toEqual(['FR', '1FR', '-4FR', 'D7', 'D-24']);
    expect(momentOn('2019-06-28', 1).codes).toEqual(['FR', '4FR', '-1FR', 'D28', 'D-3']);
    expect(momentOn('2024-02-29', 1).codes).toEqual(['TH', '5TH', '-1TH', 'D29', 'D-1']);
  });
});
