import { Refused } from '@hhp/domain-kit';
import { specificationOf } from './specification.js';

type Event = { readonly type: 'Opened' } | { readonly type: 'Closed'; readonly at: string };
const given = specificationOf<string, Event>('new', (_state, { type }) => type);
const opened: Event = { type: 'Opened' };
const open = (state: string): Event[] => {
  if (state === 'Closed') throw new Refused('closed', 'It is closed');
  return state === 'Opened' ? [] : [opened];
};

describe('a specification', () => {
  it('holds when the decision comes to what is said', () => {
    given().when(open).then(opened);
    given(opened).when(open).thenNothingHappens();
    given(opened, { type: 'Closed', at: 'noon' }).when(open).thenRefused('closed');
  });
  it('fails when other events follow, or more, or fewer, or with other data', () => {
    const close = (): Event[] => [{ type: 'Closed', at: 'noon' }];
    for (const claim of [() => given().when(open).then(), () => given(opened).when(open).then(opened), () => given().when(open).thenNothingHappens(),
      () => given().when(close).then({ type: 'Closed', at: 'night' })]) expect(claim).toThrow();
  });
  it('fails when nothing was refused, or for another reason', () => {
    expect(() => { given().when(open).thenRefused('closed'); }).toThrow('It was not refused');
    expect(() => { given({ type: 'Closed', at: 'noon' }).when(open).thenRefused('opened'); }).toThrow();
  });
  it('takes an error that is no refusal for the mistake that it is', () => {
    expect(() => given().when(() => { throw new TypeError('a mistake'); })).toThrow('a mistake');
  });
});
