import { backOff, whenFailed, whenHindered } from './message.js';

const now = new Date('2019-09-13T16:30:00Z');
const message = { attempts: 3, createdAt: new Date('2019-09-13T16:29:00Z') };

describe('a message that did not leave', () => {
  it('is held without consent and tried again', () => {
    expect(whenHindered('no-consent', message, now)).toEqual({ state: 'held', reason: 'no-consent', nextAttemptAt: new Date('2019-09-13T16:30:08Z') });
  });
  it('is cancelled when the member took the consent back or said no, and when the person is forgotten', () => {
    for (const reason of ['consent-revoked', 'consent-declined', 'person-forgotten'] as const) {
      expect(whenHindered(reason, message, now)).toEqual({ state: 'cancelled', reason });
    }
  });
  it('waits a moment for what is on its way to us before it counts as held', () => {
    expect(whenHindered('consent-knowledge-stale', { ...message, createdAt: now }, now))
      .toMatchObject({ state: 'queued', nextAttemptAt: new Date('2019-09-13T16:30:00.250Z') });
    expect(whenHindered('consent-knowledge-stale', message, now)).toMatchObject({ state: 'held', nextAttemptAt: new Date('2019-09-13T16:30:02Z') });
  });
  it('is tried again soon when the server is away or busy, tomorrow when it refuses the message', () => {
    expect(whenFailed(undefined, 1, now)).toMatchObject({ state: 'queued', nextAttemptAt: new Date('2019-09-13T16:30:02Z') });
    expect(whenFailed(451, 2, now)).toMatchObject({ state: 'queued', nextAttemptAt: new Date('2019-09-13T16:30:04Z') });
    expect(whenFailed(550, 1, now)).toEqual({ state: 'held', reason: 'refused-by-mail-server', nextAttemptAt: new Date('2019-09-14T16:30:00Z') });
  });
  it('is never left for longer than five minutes by an outage', () => expect(backOff(40)).toBe(300_000));
});
