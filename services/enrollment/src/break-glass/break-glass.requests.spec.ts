import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { GrantsRequest } from './break-glass.requests.js';

describe('which emergency grants are asked for', () => {
  const asked = (reviewed?: string): GrantsRequest => plainToInstance(GrantsRequest, reviewed === undefined ? {} : { reviewed });
  it('is said by true and by false, or left out', () => {
    expect([asked('true'), asked('false'), asked()].map(({ reviewed }) => reviewed)).toEqual([true, false, undefined]);
    for (const good of ['true', 'false', undefined]) expect(validateSync(asked(good))).toEqual([]);
  });
  it.each(['', '0', '1', 'no', 'True', 'false,true'])('is not said by "%s"', (none) => {
    expect(validateSync(asked(none)).map(({ property }) => property)).toEqual(['reviewed']);
  });
});
