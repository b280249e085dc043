import { Refused } from '@hhp/domain-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, IsString, Max, ValidateNested } from 'class-validator';
import { RequestPipe } from './request-pipe.js';

class Part { @IsInt() readonly amount!: number; }
class Wanted {
  @IsString() readonly words!: string;
  @IsOptional() @ArrayMaxSize(3) @ValidateNested({ each: true }) @Type(() => Part) readonly parts?: Part[];
}
class Listed { @IsOptional() @Type(() => Number) @IsInt() @Max(10) readonly limit?: number; }

const pipe = new RequestPipe();
const body = (value: unknown, metatype: new () => unknown = Wanted) => pipe.transform(value, { type: 'body', metatype });
const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => 'taken', (error: unknown) => (error instanceof Refused ? [error.code, error.fields] : error));

describe('a request', () => {
  it('becomes an instance of its class', async () => {
    const part = Object.assign(new Part(), { amount: 1 });
    expect(await body({ words: 'yes', parts: [{ amount: 1 }] })).toEqual(Object.assign(new Wanted(), { words: 'yes', parts: [part] }));
    expect(await pipe.transform({ limit: '7' }, { type: 'query', metatype: Listed })).toEqual(Object.assign(new Listed(), { limit: 7 }));
  });
  it('is refused with the paths of the fields that are wrong', async () => {
    expect(await refusal(body({ parts: [{ amount: 1 }, { amount: 'x' }] }))).toEqual(['request-invalid', ['words', 'parts.1.amount']]);
    expect(await refusal(pipe.transform({ limit: '70' }, { type: 'query', metatype: Listed }))).toEqual(['request-invalid', ['limit']]);
  });
  it('may hold no field that its class does not name; a name that could be a value is not repeated', async () => {
    expect(await refusal(body({ words: 'yes', colour: 'red', '91234567A': 1, 'Albert Reyes': 2 }))).toEqual(['request-invalid', ['colour', '*']]);
  });
  it.each([['an array', []], ['a text', 'words'], ['a number', 3], ['true', true]])('is refused when it is %s instead of an object', async (_what, value) => {
    expect(await refusal(body(value))).toEqual(['request-invalid', ['body']]);
  });
  it('without a body is refused for the fields that are missing', async () => {
    expect(await refusal(body(undefined))).toEqual(['request-invalid', ['words']]);
  });
  it('of a route that takes text is that text as it came, and nothing else', async () => {
    expect(await body(' a,b\r\n', String)).toBe(' a,b\r\n');
    for (const value of [{ a: 1 }, undefined, 3]) expect(await refusal(body(value, String))).toEqual(['request-invalid', ['body']]);
  });
});
