import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { withEvent, withExport } from './generate/catalogue-lines.mjs';
import { demand, kebab } from './generate/names.mjs';

/** `npm run new:event ReferralLapsed referral [topic]`: its class, its stored example, and its lines in the catalogue and the index. */
process.chdir(new URL('..', import.meta.url).pathname);
const [event = '', service = '', asked] = process.argv.slice(2);
const contracts = 'libs/contracts/src';
demand(/^([A-Z][a-z]+)+$/.test(event) && existsSync(`services/${service}`) && service !== '', 'Say: npm run new:event ReferralLapsed referral [hhp.topic]');

const declared = [...readFileSync(`${contracts}/topics.ts`, 'utf8').matchAll(/'(hhp\.[\w-]+)': \{[^}]*writer: '([\w -]+)'/g)];
const topic = asked ?? declared.find(([, , writer]) => writer === service)?.[1];
demand(declared.some(([, name]) => name === topic), `No topic ${topic ?? `of ${service}`} is declared in ${contracts}/topics.ts.`);

const file = kebab(event);
const source = `${contracts}/${service}/${file}.ts`;
demand(!existsSync(source), `${source} exists already.`);

mkdirSync(`${contracts}/${service}`, { recursive: true });
writeFileSync(source, `import { IsISO8601, IsUUID } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** One sentence: the fact that this states. */
export class ${event}Data {
  @IsUUID() readonly memberId!: string;
  @IsISO8601({ strict: true }) readonly at!: string;
}

export const ${event} = defineEvent({
  type: '${event}', version: 1, topic: '${topic}', schema: ${event}Data,
  key: (said) => said.memberId, aggregate: (said) => said.memberId,
});
export type ${event} = EventOf<typeof ${event}>;
`);
const example = { memberId: '018f5c1a-7b2c-7def-8a9b-000000000325', at: '2019-09-12T16:30:00.000Z' };
writeFileSync(`${contracts}/fixtures/${file}.v1.json`, `${JSON.stringify(example, undefined, 2)}\n`);
writeFileSync(`${contracts}/catalogue.ts`, withEvent(readFileSync(`${contracts}/catalogue.ts`, 'utf8'), event, service, file));
writeFileSync(`${contracts}/index.ts`, withExport(readFileSync(`${contracts}/index.ts`, 'utf8'), service, file));
console.log(`Wrote ${source}, its example, and its lines in the catalogue and the index. Now say in it what the fact is, then: npm run events`);
