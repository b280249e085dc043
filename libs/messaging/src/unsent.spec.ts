import { Unsent } from './unsent.js';

/** Whether it resolves without anything else happening. */
const atOnce = (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>((no) => { setImmediate(no, false); })]);

function relaying(): Unsent {
  const unsent = new Unsent();
  unsent.relays(true);
  return unsent;
}

describe('what is committed and not in Kafka yet', () => {
  it('is waited for until Kafka has it, and no longer', async () => {
    const unsent = relaying();
    unsent.add(3);
    const gone = unsent.gone();
    unsent.add(5);
    unsent.take(2);
    expect(await atOnce(gone)).toBe(false);
    unsent.take(1);
    expect(await atOnce(gone)).toBe(true);
    expect(await atOnce(unsent.gone())).toBe(false);
  });
  it('is not waited for where another process relays, nor when the relay ends', async () => {
    const unsent = new Unsent();
    unsent.add(3);
    expect(await atOnce(unsent.gone())).toBe(true);
    unsent.relays(true);
    unsent.add(3);
    const gone = unsent.gone();
    unsent.relays(false);
    expect(await atOnce(gone)).toBe(true);
  });
  it('does not count what other processes said as its own', async () => {
    const unsent = relaying();
    unsent.take(100);
    unsent.add(1);
    expect(await atOnce(unsent.gone())).toBe(false);
    unsent.take(1);
    expect(await atOnce(unsent.gone())).toBe(true);
  });
  it('is waited for a second at the most, so that nothing stands still while Kafka is away', async () => {
    const unsent = relaying();
    unsent.add(1);
    await expect(unsent.gone()).resolves.toBeUndefined();
  });
});
