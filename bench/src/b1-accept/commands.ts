import { randomUUID } from 'node:crypto';
import { demoOrganizations } from '@hhp/local-stack';
import type { Ask } from '../load/load.js';

export const { plan, careEntity } = demoOrganizations;
export const coordinator = { actor: 'coordinator-1', role: 'care-coordinator', tenant: plan, organization: careEntity };

/** Every hundredth command names a member whom nobody knows: it has to fail alone, whatever shares its commit. */
const everyBad = 100;
const note = 'The refrigerator does not hold its temperature, and the insulin has to be kept cold. '.repeat(4).slice(0, 330);
const body = JSON.stringify({ category: 'goods', origin: 'coordinator', note });

/** `POST /members/:memberId/needs` of 420 bytes, of members in turn. */
export function needCommands(members: readonly string[], token: string): () => Ask {
  let nth = 0;
  const common = `authorization: Bearer ${token}\r\ncontent-type: application/json\r\nidempotency-key: `;
  return () => {
    const bad = ++nth % everyBad === 0;
    const member = bad ? randomUUID() : members[nth % members.length]!;
    return {
      method: 'POST', path: `/members/${member}/needs`, headers: `${common}${randomUUID()}\r\n`, body, counts: !bad,
      expected: (status) => (bad ? status === 404 : status === 201),
    };
  };
}
