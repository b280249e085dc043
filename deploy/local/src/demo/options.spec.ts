import { demoOptions } from './options.js';

describe('what npm run demo is told', () => {
  it('is the whole story on a whole stack when nothing is said', () => expect(demoOptions([])).toEqual({ without: undefined, scale: 1 }));
  it('may be a service without its readers, and a small list', () => {
    expect(demoOptions(['--without', 'referral', '--small'])).toEqual({ without: 'referral', scale: 1 / 50 });
  });
  it.each([[['--without', 'directory']], [['--without']], [['--fast']]])('is refused in a sentence when it is %j', (args) => {
    expect(() => demoOptions(args)).toThrow(/--without/);
  });
});
