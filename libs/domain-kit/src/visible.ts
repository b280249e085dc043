/**
 * What nobody sees and what makes a text look other than it is: control characters (C0, C1), marks and overrides of the direction of writing,
 * separators of lines, blanks without width. The joiners U+200C and U+200D are none of these: names are written with them.
 */
const unseen = '\\p{Cc}\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff';
const anyUnseen = new RegExp(`[${unseen}]`, 'u');
const allUnseen = new RegExp(`[${unseen}]`, 'gu');
const allUnseenInLines = new RegExp(`(?![\\t\\n\\r])[${unseen}]`, 'gu');

/** Whether a text holds what nobody sees. */
export const holdsUnseen = (text: string): boolean => anyUnseen.test(text);

/** A text of several lines without what nobody sees. */
export const visibleOf = (text: string): string => text.replace(allUnseenInLines, '').trim();

/** A text on one line without what nobody sees: so that a name cannot look like lines of ours. */
export const onOneLine = (text: string): string => text.replace(/\s+/gu, ' ').replace(allUnseen, '').trim();
