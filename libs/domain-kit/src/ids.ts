/** The most significant 48 bits of a version 7 UUID are the time in milliseconds (RFC 9562). `random` gives 16 bytes. */
export function uuidv7(now: Date, random: Uint8Array): string {
  const bytes = Uint8Array.from(random.subarray(0, 16));
  let millis = now.getTime();
  for (let at = 5; at >= 0; at--) {
    bytes[at] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a text is written like a UUID, of whichever version. */
export const isUuid = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
