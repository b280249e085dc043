import { Breadth } from './breadth.js';

const minute = 60_000;
const asked = (breadth: Breadth, who: string, ...what: string[]): boolean[] => what.map((each) => breadth.ask(who, each, 0).exceeded);

describe('how much somebody asks for', () => {
  it('is counted by different things, for each by themselves', () => {
    const breadth = new Breadth(2, minute);
    expect(asked(breadth, 'ana', 'a', 'a', 'b', 'b', 'c', 'a', 'c')).toEqual([false, false, false, false, true, false, true]);
    expect(asked(breadth, 'ben', 'c', 'd', 'e')).toEqual([false, false, true]);
  });
  it('begins anew behind the window, and says when that is', () => {
    const breadth = new Breadth(1, minute);
    breadth.ask('ana', 'a', 0);
    expect(breadth.ask('ana', 'b', 15_500)).toEqual({ exceeded: true, first: true, retryAfter: 45 });
    expect(breadth.ask('ana', 'c', 59_999)).toEqual({ exceeded: true, first: false, retryAfter: 1 });
    expect(breadth.ask('ana', 'b', minute)).toMatchObject({ exceeded: false });
    expect(breadth.ask('ana', 'c', minute)).toMatchObject({ exceeded: true, first: true });
  });
  it('is remembered of so many askers only, of the latest ones', () => {
    const breadth = new Breadth(1, minute, 2);
    for (const who of ['ana', 'ben', 'ana', 'eve']) breadth.ask(who, 'a', 0);
    expect(breadth.ask('ana', 'b', 1)).toMatchObject({ exceeded: true });
    expect(breadth.ask('ben', 'b', 1)).toMatchObject({ exceeded: false });
  });
});
