import type { OrganizationWithdrawn, ServiceWithdrawn } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';
import { appendToOutbox, type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { capacityIn, withoutCapacity } from '../capacity/capacity.js';
import { type Checked, checkedOrganization, checkedService } from '../hsds/checked.js';
import { contentHash } from '../hsds/stable-id.js';
import type { Fate } from '../import/totals.js';
import { type Coming, listOrganizations } from './organizations.js';
import { listServices } from './services.js';
import { fateOfEdit } from './standing.js';

export interface Edited {
  readonly id: string;
  /** False when the record was so already. */
  readonly changed: boolean;
}

const bySteward: Coming = { source: 'steward', edited: true, fateOf: fateOfEdit };

/** What a person changes in the directory. It stands until a person changes it again: no import overwrites it. */
@Injectable()
export class ListingCommands {
  constructor(private readonly transactions: Transactions) {}

  editOrganization(caller: Caller, id: string, document: Record<string, unknown>): Promise<Edited> {
    return this.transactions.command(asDirectory(caller), async (tx) => {
      const record = fitting(checkedOrganization({ ...document, id: id.toLowerCase() }));
      const fates = await listOrganizations(tx, [{ id: record.id, sourceId: record.id, hash: contentHash(record), record }], bySteward);
      return edited(record.id, fates);
    });
  }

  editService(caller: Caller, id: string, document: Record<string, unknown>): Promise<Edited> {
    return this.transactions.command(asDirectory(caller), async (tx) => {
      const whole = fitting(checkedService({ ...document, id: id.toLowerCase() }));
      const [record, capacity] = [withoutCapacity(whole), capacityIn(whole)];
      const ready = { id: record.id, sourceId: record.id, hash: contentHash(record), record, ...(capacity ? { capacity } : {}) };
      return edited(record.id, await listServices(tx, [ready], bySteward));
    });
  }

  withdrawService(caller: Caller, id: string, reason: string): Promise<{ serviceId: string }> {
    return this.transactions.command(asDirectory(caller), async (tx) => {
      const withdrawn = await withdrawServices(tx, 'id', id, reason);
      if (withdrawn === 0 && !await known(tx, 'service', id)) throw notFound('service');
      return { serviceId: id };
    });
  }

  /** The organization goes with all its services. Gone already is gone. */
  withdrawOrganization(caller: Caller, id: string, reason: string): Promise<{ organizationId: string; services: number }> {
    return this.transactions.command(asDirectory(caller), async (tx) => {
      const [gone] = await tx.query<{ version: number }>(
        `UPDATE organization SET listed = false, edited = true, version = version + 1, changed_at = $2
         WHERE id = $1 AND listed RETURNING version`, [id, tx.now]);
      if (!gone && !await known(tx, 'organization', id)) throw notFound('organization');
      const services = await withdrawServices(tx, 'organization', id, reason);
      const event: OrganizationWithdrawn = { type: 'OrganizationWithdrawn', data: { organizationId: id, withdrawnAt: tx.now.toISOString(), reason } };
      if (gone) await appendToOutbox(tx, [{ event, version: gone.version }]);
      return { organizationId: id, services };
    });
  }
}

function fitting<T>(checked: Checked<T>): T {
  if ('record' in checked) return checked.record;
  throw new Refused('hsds-invalid', 'The document is not HSDS as the directory keeps it.', 'invalid', checked.reasons.map((reason) => reason.split(':')[0]!));
}

function edited(id: string, fates: ReadonlyMap<string, Fate>): Edited {
  const fate = fates.get(id)!;
  if (typeof fate === 'string') return { id, changed: fate === 'listed' };
  throw new Refused('record-refused', 'The record does not fit into the directory.', 'conflict', fate.quarantined.map((reason) => reason.split(':')[0]!));
}

const known = async (tx: Tx, kind: 'service' | 'organization', id: string): Promise<boolean> => (kind === 'service'
  ? await tx.query('SELECT 1 FROM service WHERE id = $1', [id])
  : await tx.query('SELECT 1 FROM organization WHERE id = $1', [id])).length > 0;

async function withdrawServices(tx: Tx, by: 'id' | 'organization', id: string, reason: string): Promise<number> {
  const gone = await tx.query<{ id: string; organization_id: string; version: number }>(
    `UPDATE service SET listed = false, edited = true, version = version + 1, changed_at = $3
     WHERE listed AND CASE WHEN $2 = 'id' THEN id = $1 ELSE organization_id = $1 END RETURNING id, organization_id, version`, [id, by, tx.now]);
  await appendToOutbox(tx, gone.map(({ id: serviceId, organization_id: organizationId, version }) => ({
    event: { type: 'ServiceWithdrawn', data: { organizationId, serviceId, withdrawnAt: tx.now.toISOString(), reason } } satisfies ServiceWithdrawn, version,
  })));
  return gone.length;
}
