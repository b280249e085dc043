import { Refused } from '@hhp/domain-kit';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { foundOf } from '../access/asked.js';
import { problemOf } from './problem.js';
import { Unauthenticated } from './unauthenticated.js';

const canary = 'Albert-Reyes-91234567A';
const request = (params: object = {}) => ({ id: 'r-1', raw: {} as never, params });
const answer = (error: unknown, asked = request()) => {
  const { status, headers, document, fault } = problemOf(error, asked);
  const { code, fields } = document;
  return { status, code, fields, retryAfter: headers['retry-after'], challenge: headers['www-authenticate'], fault, text: JSON.stringify(document) };
};
const withCode = (code: string) => Object.assign(new Error(canary), { code });

describe('a problem document', () => {
  it.each([['conflict', 409], ['not-found', 404], ['invalid', 400], ['forbidden', 403], ['unavailable', 503]] as const)('of a refusal of kind %s has the status %i', (kind, status) => {
    expect(answer(new Refused('a-code', 'A sentence', kind, ['field']))).toMatchObject({ status, code: 'a-code', fields: ['field'], fault: false });
  });
  it('has the members of RFC 9457 and ours', () => {
    expect(problemOf(new Refused('a-code', 'A sentence', 'conflict', ['field']), request())).toMatchObject({
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
      document: {
        type: 'urn:hhp:problem:a-code', title: 'Not possible now', status: 409, detail: 'A sentence', code: 'a-code', fields: ['field'], requestId: 'r-1',
      },
    });
  });
  it('challenges whoever brings no token or a bad one', () => {
    expect(answer(new Unauthenticated('token-missing', 'x'))).toMatchObject({ status: 401, challenge: 'Bearer' });
    expect(answer(new Unauthenticated('token-expired', 'x'))).toMatchObject({ status: 401, challenge: 'Bearer error="invalid_token"' });
  });
  it('repeats no word of the framework, of a library or of an error', () => {
    const errors = [
      new NotFoundException(`Cannot GET /${canary}`), new BadRequestException([canary]), new HttpException({ message: canary }, 418), new Error(canary),
      Object.assign(new SyntaxError(`Unexpected token ${canary}`), { statusCode: 400 }), withCode('23514'), canary, undefined,
    ];
    const answers = errors.map((error) => answer(error));
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [404, 'route-not-found'], [400, 'request-malformed'], [418, 'http-418'], [500, 'internal-error'], [400, 'request-malformed'], [500, 'internal-error'],
      [500, 'internal-error'], [500, 'internal-error'],
    ]);
    expect(answers.map(({ text }) => text).join()).not.toContain(canary);
  });
  it('names the parameters of the path that are no ids', () => {
    const asked = request({ memberId: canary, needId: '3f0f4c57-3d0e-4d7a-9f3e-1a2b3c4d5e6f' });
    foundOf(asked).uuidParams = () => ['memberId', 'needId'];
    const error = new BadRequestException('Validation failed (uuid is expected)');
    expect(answer(error, asked)).toMatchObject({ status: 400, code: 'request-invalid', fields: ['memberId'] });
  });
  it.each(['57P01', '08006', '57014', '53300', 'ECONNREFUSED', 'ETIMEDOUT'])('says of %s that it may be tried again', (code) => {
    for (const error of [withCode(code), new Error('outer', { cause: withCode(code) }), new AggregateError([withCode(code)])]) {
      expect(answer(error)).toMatchObject({ status: 503, code: 'unavailable', retryAfter: '2', fault: true });
    }
  });
});
