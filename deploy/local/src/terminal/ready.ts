import { relative } from 'node:path';
import { demoUsers } from '../issuer/demo-users.js';
import type { Addresses } from '../stack/addresses.js';

/** What a person reads when all is up: where everything is, who there is, and what to try first. */
export function readyText(addresses: Addresses, state: string, took: string): string {
  const { services, mllp, issuer, brokers, databaseUrl, mail } = addresses;
  const row = (what: string, where: string) => `    ${what.padEnd(16)} ${where}`;
  const folder = relative(process.cwd(), state) || '.';
  return [
    '',
    `Everything is ready (${took}): API pages at ${Object.values(services)[0]}/docs and on, mail at ${mail ?? 'your mail server'}, issuer at ${issuer}`,
    '',
    '  API pages (try things in a browser)',
    ...Object.entries(services).map(([name, url]) => row(name, `${url}/docs`)),
    '  Also there',
    row('caught mail', mail ?? `none: mail goes to ${withoutPassword(addresses.smtpUrl)}`),
    row('hospital feed', `MLLP on ${mllp.host}:${mllp.port}`),
    row('PostgreSQL', withoutPassword(databaseUrl)),
    row('Kafka', brokers.join(', ')),
    row('logs', `${folder}/logs`),
    '  Demo users',
    ...inLines(Object.keys(demoUsers), 100).map((line) => `    ${line}`),
    '  Try',
    row('a token', 'npm run token -- coordinator    (paste it under Authorize of an API page; it lives five minutes)'),
    row('stop, go on', 'Ctrl-C stops all; npm start goes on with the data; npm run reset forgets it'),
    '',
  ].join('\n');
}

/** An address as it may be shown: a password in it is for nobody's screen. */
function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}

function inLines(words: readonly string[], width: number): string[] {
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + word.length + 2 <= width ? [...lines.slice(0, -1), `${last}, ${word}`] : [...lines, word];
  }, []);
}
