import { Refused } from '@hhp/domain-kit';
import { readdirSync, readFileSync } from 'node:fs';
import { SafeLogger } from './safe-logger.js';

const canary = 'Albert-Reyes-91234567A';
type Line = Record<string, unknown> & { readonly message: string };

function logged(log: (logger: SafeLogger) => void, level: 'debug' | 'info' | 'silent' = 'debug'): Line[] {
  const lines: string[] = [];
  log(new SafeLogger('notes', level, (line) => lines.push(line)));
  return lines.map((line) => JSON.parse(line) as Line);
}

function errorWith(text: string): Error {
  const cause = Object.assign(new Error(`inner ${text}`), { code: '23505', detail: `Key (cin)=(${text})`, constraint: 'member_cin' });
  // A message that looks like a place in the sources is still a message.
  return Object.assign(new TypeError(`Failed on ${text}\n    at Failed (/somewhere/${text}.ts:1:1)`, { cause }), { payload: { text } });
}

describe('a log line', () => {
  it('says when, how important, which service, where in it, and a sentence of ours', () => {
    const [line] = logged((logger) => { logger.warn('The relay lost its slot', { kind: 'hhp.member', count: 3 }, 'relay'); });
    expect(line).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string, level: 'warn', service: 'notes', context: 'relay', message: 'The relay lost its slot',
      kind: 'hhp.member', count: 3,
    });
  });
  it('never holds what it was given to hide: not in a message, an error, a cause, an object or a field', () => {
    const lines = logged((logger) => {
      logger.log(`Found ${canary}`, 'notes');
      logger.error('It failed', errorWith(canary), 'notes');
      logger.error(errorWith(canary));
      logger.error(new Refused('cin-known', `There is ${canary}`, 'conflict', [canary]), 'notes');
      logger.warn({ member: canary });
      logger.debug('An object', { name: canary, reason: `because of ${canary} and more`, requestId: { canary } }, [canary]);
      logger.fatal('A value that is thrown', canary, { message: canary });
      logger.verbose(canary);
    });
    expect(lines).toHaveLength(8);
    expect(JSON.stringify(lines.map((line) => ({ ...line, context: line.context === canary ? '' : line.context })))).not.toContain(canary);
  });
  it('tells of an error its kind, its code and where it arose, and the same of its cause', () => {
    const [line] = logged((logger) => { logger.error('It failed', errorWith(canary), { requestId: 'r-1' }, 'notes'); });
    const cause = { name: 'Error', code: '23505', constraint: 'member_cin' };
    expect(line).toMatchObject({ message: 'It failed', requestId: 'r-1', error: { name: 'TypeError', cause } });
    const { frames } = line!.error as { frames: string[] };
    expect(frames[0]).toMatch(/^at errorWith \(.*safe-logger\.spec\.ts:\d+:\d+\)$/);
  });
  it('withholds a message that looks put together, and says so', () => {
    expect(logged((logger) => { logger.log('Member 17 was found'); })[0]!.message).toMatch(/^\(withheld/);
  });
  it('is left out below the level that is set, and Nest tells of its routes at debug only', () => {
    const three = (logger: SafeLogger): void => {
      logger.debug('A detail');
      logger.log('Mapped a route', 'RouterExplorer');
      logger.log('Serving', 'host');
    };
    expect(logged(three, 'info')).toMatchObject([{ message: 'Serving' }]);
    expect(logged((logger) => { logger.error('It failed'); }, 'silent')).toEqual([]);
  });
});

describe('the sources', () => {
  it('log fixed sentences only', () => {
    const root = new URL('../../../../', import.meta.url);
    const inFolder = (folder: string): string[] =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);
    const files = ['libs', 'services'].flatMap(inFolder)
      .filter((file) => /\/src\/.*\.ts$/.test(file) && !/\.spec\.ts$|node_modules/.test(file));
    const put = /\blogger\.(log|warn|error|debug|verbose|fatal)\((?!\s*('[A-Za-z][A-Za-z ,.;:()/-]*'|"[A-Za-z][A-Za-z ,.;:'()/-]*"|sentence,))/;
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => put.test(readFileSync(new URL(file, root), 'utf8')))).toEqual([]);
    // What they give is what may be told: a field too many here would tell of something that nobody thought of.
    const given = files.flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').replace(/\$\{[^}]*\}/g, '').matchAll(/\blogger\.\w+\([^{}\n]*\{([^{}]*)\}/g)])
      .flatMap(([, fields]) => fields!.split(',').map((field) => field.split(':')[0]!.trim()));
    expect([...new Set(given)].sort()).toEqual(['count', 'kind', 'port', 'reason', 'requestId', 'status']);
  });
});
