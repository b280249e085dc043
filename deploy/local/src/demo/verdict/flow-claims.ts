import { type ServiceName, serviceNames } from '../../services/service-list.js';
import { cast } from '../stage/cast.js';
import { grouped } from '../text/grouped.js';
import { type Claim, differs, some } from './claim.js';
import type { Evidence } from './evidence.js';

/** Nothing is stuck, lost or said twice. */
export const flowClaims: readonly Claim[] = [
  { says: 'no referral is stuck', wrong: nothingStuck },
  { says: 'no mail was sent twice, and each that left is in Kafka', wrong: mailsOnce },
  { says: 'no service has parked or waiting events or an overdue deadline', wrong: nothingWaits },
];

async function nothingStuck({ api, tenants }: Evidence): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const tenant of tenants) {
    const { stuck } = await api.get<{ stuck: readonly object[] }>('referral', '/referrals/stuck', { as: { actor: 'supervisor-1', role: 'cb-cme-supervisor', tenant } });
    wrong.push(...stuck.map((each) => JSON.stringify(each)));
  }
  return wrong;
}

function mailsOnce({ mails, events }: Evidence): readonly string[] {
  const twice = [...grouped(mails, ({ messageId }) => messageId)].filter(([, same]) => same.length > 1).map(([id]) => `${id} came twice`);
  return [...twice, ...differs('MessageSent in Kafka', events['hhp.notification'].filter(({ type }) => type === 'MessageSent').length, mails.length)];
}

interface Status {
  readonly relay: { readonly connected: boolean };
  readonly readers: readonly { readonly name: string; readonly healthy: boolean }[];
  readonly waitingKeys: number;
  readonly parkedKeys: number;
  readonly deadlinesOverdue: number;
}

async function nothingWaits({ api }: Evidence): Promise<readonly string[]> {
  const of = async (service: ServiceName): Promise<readonly string[]> => {
    const { relay, readers, waitingKeys, parkedKeys, deadlinesOverdue } = await api.get<Status>(service, '/operations/status', { as: cast.operator });
    return [
      ...(relay.connected ? [] : [`${service}: its relay is not connected`]),
      ...[...new Set(readers.filter(({ healthy }) => !healthy).map(({ name }) => name))].map((name) => `${service}: its reader ${name} is not healthy`),
      ...differs(`${service}: waiting, parked, overdue`, [waitingKeys, parkedKeys, deadlinesOverdue], [0, 0, 0]),
    ];
  };
  return some((await Promise.all(serviceNames.map(of))).flat());
}
