import { readdirSync, readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';
import { catalogue, definitionOf, topics } from './index.js';

const folder = new URL('./fixtures/', import.meta.url);
const fileOf = (type: string, version: number): string =>
  `${type.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.v${version}.json`;

describe('the stored examples of events', () => {
  it.each(catalogue.map((each) => [`${each.type} v${each.version}`, each] as const))('%s still reads', (_name, definition) => {
    const stored = JSON.parse(readFileSync(new URL(fileOf(definition.type, definition.version), folder), 'utf8')) as object;
    const data = Object.assign(new definition.schema(), stored);
    expect(validateSync(data, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    expect(definition.key(data)).toMatch(/^[\w-]+$/);
  });
  it('has no file that belongs to no event', () => {
    const expected = catalogue.map((each) => fileOf(each.type, each.version));
    expect(readdirSync(folder).filter((file) => !expected.includes(file))).toEqual([]);
  });
  it('keeps the key of a member and the profile in partitions of the same number, for who reads both', () => {
    expect(topics['hhp.member-key'].partitions).toBe(topics['hhp.member-profile'].partitions);
  });
  it('says every event on a declared topic', () => {
    for (const definition of catalogue) expect(topics[definition.topic]).toMatchObject({ writer: expect.any(String) });
    expect(definitionOf('ReferralSent', 1)?.topic).toBe('hhp.referral');
    expect(definitionOf('ReferralSent', 99)).toBeUndefined();
  });
});
