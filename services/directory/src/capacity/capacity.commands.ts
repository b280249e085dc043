import { notFound, Refused } from '@hhp/domain-kit';
import { appendToOutbox, type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { answered, type Capacity, type CapacityAnswer, report } from './capacity.js';
import { type CapacityColumns, capacityFrom, recordCapacities } from './reports.js';

type Held = CapacityColumns & { organization_id: string; version: number; listed: boolean };

export interface ReportedCapacity {
  readonly serviceId: string;
  readonly capacity: CapacityAnswer;
}

/** Takes reports of how much room a service has. */
@Injectable()
export class CapacityCommands {
  constructor(private readonly transactions: Transactions) {}

  report(caller: Caller, serviceId: string, said: Omit<Capacity, 'asOf'> & { asOf?: string }): Promise<ReportedCapacity> {
    return this.transactions.command(asDirectory(caller), async (tx) => {
      const held = await hold(tx, serviceId);
      if (!held?.listed || (caller.role === 'cbo-staff' && caller.organization !== held.organization_id)) throw notFound('service');
      const capacity: Capacity = { ...said, asOf: said.asOf === undefined ? tx.now.toISOString() : instant(said.asOf) };
      const events = report({ organizationId: held.organization_id, serviceId }, capacityFrom(held), capacity, tx.now);
      const version = held.version + events.length;
      if (events.length > 0) await recordCapacities(tx, [{ serviceId, version, capacity, saidBy: caller.actor }]);
      await appendToOutbox(tx, events.map((event) => ({ event, version })));
      return { serviceId, capacity: answered(capacity, tx.now) };
    });
  }
}

async function hold(tx: Tx, serviceId: string): Promise<Held | undefined> {
  const [row] = await tx.query<Held>(
    `SELECT organization_id, version, listed, capacity_status, capacity_available, capacity_earliest_start::text, capacity_as_of
       FROM service WHERE id = $1 FOR UPDATE`, [serviceId]);
  return row;
}

/** A moment with its zone; a day alone would be a moment nobody meant. */
function instant(asOf: string): string {
  if (!/T.*(Z|[+-]\d{2}:?\d{2})$/.test(asOf)) throw new Refused('moment-without-zone', 'The moment says no time zone.', 'invalid', ['asOf']);
  return new Date(asOf).toISOString();
}
