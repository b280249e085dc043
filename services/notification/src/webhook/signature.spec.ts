import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { secretText, signed } from './signature.js';

const body = '{"type":"referral.sent","data":{"referralId":"r-1"}}';
const [old, present, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
/** The reference implementation of the specification, which is none of ours. */
const verified = (secret: Buffer, text: string, headers: Record<string, string>): unknown => new Webhook(secretText(secret)).verify(text, headers);

describe('a signed notice, judged by the reference implementation,', () => {
  it('is good under each secret that is in use, and under no other', () => {
    const headers = signed('id-1', new Date(), body, [present, old]);
    for (const secret of [present, old]) expect(verified(secret, body, headers)).toEqual(JSON.parse(body));
    expect(() => verified(other, body, headers)).toThrow('No matching signature');
    expect(signed('id-1', new Date(1_600_000_000_000), body, [present])['webhook-signature'])
      .toBe(new Webhook(secretText(present)).sign('id-1', new Date(1_600_000_000_000), body));
  });
  it('is bad when its body, its id or its time is another', () => {
    const headers = signed('id-1', new Date(), body, [present]);
    expect(() => verified(present, body.replace('r-1', 'r-2'), headers)).toThrow();
    expect(() => verified(present, body, { ...headers, 'webhook-id': 'id-2' })).toThrow();
    expect(() => verified(present, body, { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })).toThrow();
  });
  it('is bad when it is sent again after five minutes', () => {
    expect(() => verified(present, body, signed('id-1', new Date(Date.now() - 301_000), body, [present]))).toThrow('too old');
    expect(verified(present, body, signed('id-1', new Date(Date.now() - 290_000), body, [present]))).toBeDefined();
  });
});
