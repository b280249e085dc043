import 'reflect-metadata';
import { Refused } from '@hhp/domain-kit';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { evolve, type Grant, open, review } from './break-glass.js';
import { GrantsRequest } from './break-glass.requests.js';

const now = new Date('2019-09-12T16:30:00.000Z');
const asked = { grantId: 'g', memberId: 'm', openedBy: 'ben', reason: 'emergency-treatment' } as const;
const opened = (): Grant => open('unknown', asked, { now, minutes: 60 }).reduce<Grant>(evolve, 'unknown');

describe('an emergency grant', () => {
  it('is for one member and so many minutes, and is not made longer by asking again', () => {
    expect(open('unknown', asked, { now, minutes: 60 })[0]!.data).toMatchObject({ openedAt: '2019-09-12T16:30:00.000Z', until: '2019-09-12T17:30:00.000Z' });
    expect(open(opened(), asked, { now: new Date('2019-09-12T17:29:00Z'), minutes: 60 })).toEqual([]);
    expect(() => open(opened(), { ...asked, memberId: 'another' }, { now, minutes: 60 })).toThrow(Refused);
  });
  it('is reviewed once, by somebody else than who opened it', () => {
    const [said] = review(opened(), { outcome: 'not-justified', reviewedBy: 'petra' }, now);
    const reviewed = evolve(opened(), said!);
    expect(review(reviewed, { outcome: 'not-justified', reviewedBy: 'petra' }, now)).toEqual([]);
    expect(() => review(reviewed, { outcome: 'justified', reviewedBy: 'petra' }, now)).toThrow('another outcome');
    expect(() => review(opened(), { outcome: 'justified', reviewedBy: 'ben' }, now)).toThrow('did themselves');
    expect(() => review('unknown', { outcome: 'justified', reviewedBy: 'petra' }, now)).toThrow(Refused);
  });
});

describe('which emergency grants are asked for', () => {
  const asked = (reviewed?: string): GrantsRequest => plainToInstance(GrantsRequest, reviewed === undefined ? {} : { reviewed });
  it('is said by true and by false, or left out', () => {
    expect([asked('true'), asked('false'), asked()].map(({ reviewed }) => reviewed)).toEqual([true, false, undefined]);
    for (const good of ['true', 'false', undefined]) expect(validateSync(asked(good))).toEqual([]);
  });
  it.each(['', '0', '1', 'no', 'True', 'false,true'])('is not said by "%s"', (none) => {
    expect(validateSync(asked(none)).map(({ property }) => property)).toEqual(['reviewed']);
  });
});
