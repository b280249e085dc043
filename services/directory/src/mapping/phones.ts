import type { Phone, Unnamed } from '../hsds/hsds.js';

const american = /(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]*\d{3}[\s.-]?\d{4}/g;

/**
 * The telephone numbers in a free field. Sources write people and several numbers into one; the words around the numbers are kept beside
 * the first of them.
 */
export function phonesIn(text: string | undefined): Unnamed<Phone>[] {
  if (!text) return [];
  const numbers = [...text.matchAll(american)].map(([found]) => found.trim());
  if (numbers.length === 0) return [{ number: text.slice(0, 80), type: 'voice' }];
  const [first, ...others] = numbers;
  const around = first!.length < text.length ? { description: text } : {};
  return [{ number: first!, type: 'voice', ...around }, ...others.map((number) => ({ number, type: 'voice' }))];
}
