import { eventually } from '@hhp/testing';
import { Scene } from '../scene.js';
import { Letters } from './letters.js';

let scene: Scene;
beforeAll(async () => { scene = await Scene.open(); });
beforeEach(() => { scene.begin(); });
afterEach(() => scene.others.stopBeating());
afterAll(() => scene.close());

const leases = (): Promise<object[]> => scene.running.query('SELECT 1 FROM consent_lease WHERE ends_at > clock_timestamp()');

describe('a process that stands still between the last question and the wire', () => {
  it('asks again when its lease has ended meanwhile, and sends nothing under a consent that was taken back', async () => {
    const about = scene.others.aStory();
    const letters = scene.running.get(Letters);
    const write = letters.write.bind(letters);
    let written = 0;
    letters.write = async (message) => {
      const mail = await write(message);
      if (written++ > 0) return mail;
      await scene.others.stopBeating();
      await scene.others.say(about.revoked);
      await eventually(async () => { expect(await leases()).toEqual([]); });
      return mail;
    };
    await scene.others.known(about);
    await scene.others.say(about.granted, about.sent);
    const first = async () => (await scene.rows(about))[0];
    await eventually(async () => { expect(await first()).toMatchObject({ reason: 'consent-knowledge-stale' }); }, { within: 20_000 });
    scene.others.startBeating();
    await eventually(async () => { expect(await first()).toMatchObject({ state: 'cancelled', reason: 'consent-revoked' }); }, { within: 20_000 });
    await eventually(async () => {
      expect((await scene.rows(about)).slice(1)).toMatchObject([{ template: 'partner-withdrawal', state: 'cancelled', reason: 'nothing-disclosed' }]);
    }, { within: 20_000 });
    expect([written, scene.mail.mails]).toEqual([1, []]);
    expect(await scene.saidAbout(about, 'DisclosureMade')).toEqual([]);
  });
});
