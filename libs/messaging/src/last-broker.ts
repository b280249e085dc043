import { createRequire } from 'node:module';

interface BrokerPool {
  brokers: Readonly<Record<string, unknown>>;
  metadataExpireAt: number | null;
  removeBroker(address: { host: string; port: number }): void;
}

const { prototype: pool } = createRequire(import.meta.url)('kafkajs/src/cluster/brokerPool') as { readonly prototype: BrokerPool };
const removeBroker = pool.removeBroker;

/**
 * kafkajs forgets a broker whose connection broke, and a consumer that knows no broker any more gives up and joins its group as somebody new: the group
 * then waits for the member that it was, until the session of that one ends (6 s). The last broker is therefore not forgotten; it is looked for.
 */
pool.removeBroker = function (this: BrokerPool, address) {
  if (Object.keys(this.brokers).length > 1) removeBroker.call(this, address);
  else this.metadataExpireAt = null;
};
