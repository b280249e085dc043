import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

function encrypt(key: Buffer, about: string, plain: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

function decrypt(key: Buffer, about: string, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(about));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
}

/** A fresh data key: 256 random bits. */
export const newDataKey = (): Buffer => randomBytes(32);

/** Seals an object under a data key; `about` (the member's id) is bound to it, so that it cannot be passed off as somebody else's. */
export const seal = (key: Buffer, about: string, content: object): string => encrypt(key, about, Buffer.from(JSON.stringify(content)));

/** Opens what `seal` made; throws when the key, the member or a single bit is another. */
export const open = (key: Buffer, about: string, sealed: string): object => JSON.parse(decrypt(key, about, sealed).toString()) as object;

/** Wraps a data key under the master key of the configuration. */
export const wrapKey = (master: Buffer, key: Buffer): string => encrypt(master, 'data-key', key);
export const unwrapKey = (master: Buffer, wrapped: string): Buffer => decrypt(master, 'data-key', wrapped);
