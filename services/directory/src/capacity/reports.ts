import type { Tx } from '@hhp/messaging';
import type { Capacity } from './capacity.js';

/** A report to keep, with the service's version that tells it. */
export interface Report {
  readonly serviceId: string;
  readonly version: number;
  readonly capacity: Capacity;
  /** The actor, or the source of a file. */
  readonly saidBy: string;
}

export interface CapacityColumns {
  readonly capacity_status: Capacity['status'] | null;
  readonly capacity_available: number | null;
  readonly capacity_earliest_start: string | null;
  readonly capacity_as_of: Date | string | null;
}

/** What the columns of a service say of its capacity; nothing when nobody said anything. */
export function capacityFrom(row: CapacityColumns): Capacity | undefined {
  if (row.capacity_status === null || row.capacity_as_of === null) return undefined;
  return {
    status: row.capacity_status, ...(row.capacity_available === null ? {} : { available: row.capacity_available }),
    ...(row.capacity_earliest_start === null ? {} : { earliestStartOn: row.capacity_earliest_start }), asOf: new Date(row.capacity_as_of).toISOString(),
  };
}

/** Keeps reports and makes each the latest of its service, whose row is held. */
export async function recordCapacities(tx: Tx, reports: readonly Report[]): Promise<void> {
  if (reports.length === 0) return;
  const rows = JSON.stringify(reports.map(({ serviceId, version, capacity, saidBy }) => ({
    id: tx.newId(), service_id: serviceId, version, status: capacity.status, available: capacity.available ?? null,
    earliest_start: capacity.earliestStartOn ?? null, as_of: capacity.asOf, said_by: saidBy, recorded_at: tx.now.toISOString(),
  })));
  await tx.query('INSERT INTO capacity_report SELECT * FROM jsonb_populate_recordset(NULL::capacity_report, $1::jsonb)', [rows]);
  await tx.query(
    `UPDATE service s SET version = said.version, capacity_status = said.status, capacity_available = said.available,
       capacity_earliest_start = said.earliest_start, capacity_as_of = said.as_of
     FROM jsonb_to_recordset($1::jsonb) AS said (service_id uuid, version integer, status text, available integer, earliest_start date, as_of timestamptz)
     WHERE s.id = said.service_id`, [rows]);
}
