import { createHmac } from 'node:crypto';

/** The headers of the Standard Webhooks specification (v1, HMAC-SHA256): one signature for each secret, several while one replaces another. */
export function signed(id: string, at: Date, body: string, secrets: readonly Buffer[]): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** A secret as its owner keeps it, by the specification. */
export const secretText = (secret: Buffer): string => `whsec_${secret.toString('base64')}`;
