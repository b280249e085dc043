import { randomUUID } from 'node:crypto';
import { mustNotBeBehind } from './behind-log.js';
import { KafkaLog } from './kafka-log.js';
import { readAll } from './outside.js';
import { Stage, eventually } from './stage.js';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const check = (): Promise<void> =>
  mustNotBeBehind({ service: 'stage', relayUrl: stage.urls.relayUrl, place: stage.place }, ['hhp.referral']);
const published = async (): Promise<number> => (await readAll(stage.place, 'hhp.referral')).length;

/** Some things said and published, and no relay left. */
async function said(things: number): Promise<void> {
  const messaging = await stage.start([]);
  for (let nth = 0; nth < things; nth++) await stage.step('bay', randomUUID(), randomUUID());
  await eventually(async () => { expect(await published()).toBeGreaterThanOrEqual(things); });
  await messaging.stop();
}
/** The database as it was before its latest events. */
const restore = (most: number): Promise<object[]> => stage.query(
  'DELETE FROM outbox WHERE position IN (SELECT position FROM outbox ORDER BY position DESC LIMIT $1)', [most]);

describe('a database', () => {
  it('that knows everything it said is accepted, also when a relay died before it noted what it published', async () => {
    await check();
    await said(5);
    await check();
    await stage.query("UPDATE relay_progress SET last_recorded_at = '-infinity'");
    await check();
  });
  it('that was put back to an earlier moment is refused, and told by places without data', async () => {
    await said(5);
    await restore(1);
    await stage.query("UPDATE relay_progress SET last_recorded_at = last_recorded_at - interval '10 minutes'");
    await expect(check()).rejects.toThrow(/^The database of stage is behind what it has said: it does not know hhp.referral\/\d+@\d+\. It was restored/);
  });
  it('whose outbox was tidied long after is accepted', async () => {
    await said(3);
    await stage.query("DELETE FROM outbox; UPDATE relay_progress SET last_recorded_at = clock_timestamp() + interval '10 minutes'");
    await check();
  });
  it('is not blamed for what somebody else wrote into its topics', async () => {
    await said(1);
    await stage.publish([{ id: randomUUID(), member: randomUUID(), version: 1 }]);
    await check();
  });
  it('is accepted although somebody wrote into its topics what nobody can read', async () => {
    await said(1);
    const log = new KafkaLog(stage.place);
    const headers = { ce_id: randomUUID(), ce_type: 'ReferralClosed', ce_tenant: 'bay', ce_time: '2019-09-12T19:00:00.000Z', ce_source: '/outside' };
    await log.publish([{ topic: 'hhp.referral', key: 'poison', partition: null, headers, value: '{"referralId": ' }]);
    await log.close();
    await check();
  });
});
