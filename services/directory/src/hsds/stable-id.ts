import { createHash } from 'node:crypto';
import type { Unnamed } from './hsds.js';

/** The id of a thing of a source: always the same for the same words (RFC 9562, version 5), so that a second import finds it again. */
export function stableId(...words: readonly string[]): string {
  const bytes = createHash('sha1').update(`health-homes-directory\n${words.join('\n')}`).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** Gives every part of a draft that has no id one that follows from its parent's id and its place in it. */
export function named<T extends { readonly id: string }>(draft: Unnamed<T>, id: string): T {
  return withIds(draft, id) as T;
}

function withIds(value: unknown, id: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const own = (value as { id?: string }).id ?? id;
  return {
    id: own,
    ...Object.fromEntries(Object.entries(value).filter(([field]) => field !== 'id').map(([field, each]) => [field,
      Array.isArray(each) ? each.map((item, at) => withIds(item, stableId(own, field, String(at)))) : withIds(each, stableId(own, field))])),
  };
}

/** The same content gives the same words, whatever the order of its fields. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([field, each]) => `${JSON.stringify(field)}:${canonical(each)}`).join(',')}}`;
}
