import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { answered, type CapacityAnswer } from '../capacity/capacity.js';
import { type CapacityColumns, capacityFrom } from '../capacity/reports.js';
import type { Organization, Service } from '../hsds/hsds.js';

/** A service as the directory shows it: what is searched by, how old its capacity is, and the whole record. */
export interface ServiceAnswer {
  readonly serviceId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly listed: boolean;
  readonly name: string;
  readonly status: Service['status'];
  readonly categories: readonly string[];
  readonly languages: readonly string[];
  readonly capacity: CapacityAnswer;
  readonly source: string;
  readonly changedAt: string;
  readonly record: Service;
}

export interface OrganizationAnswer {
  readonly organizationId: string;
  readonly name: string;
  readonly listed: boolean;
  readonly source: string;
  readonly changedAt: string;
  readonly services: readonly { serviceId: string; name: string; status: string; categories: readonly string[] }[];
  readonly record: Organization;
}

type ServiceColumns = CapacityColumns & {
  id: string; organization_id: string; organization_name: string; listed: boolean; name: string; status: Service['status'];
  categories: string[]; languages: string[]; source: string; changed_at: Date; record: Service;
};

/** Shows one organization or one service. Those withdrawn are shown as such: a referral may still name them. */
@Injectable()
export class ListingProjection {
  constructor(private readonly transactions: Transactions) {}

  service(caller: Caller, id: string): Promise<ServiceAnswer> {
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [row] = await tx.query<ServiceColumns>(
        `SELECT s.id, organization_id, o.name AS organization_name, s.listed, s.name, status, categories, languages, s.source, s.changed_at, s.record,
                capacity_status, capacity_available, capacity_earliest_start::text, capacity_as_of
           FROM service s JOIN organization o ON o.id = s.organization_id WHERE s.id = $1`, [id]);
      if (!row) throw notFound('service');
      return {
        serviceId: row.id, organizationId: row.organization_id, organizationName: row.organization_name, listed: row.listed, name: row.name, status: row.status,
        categories: row.categories, languages: row.languages, capacity: answered(capacityFrom(row), tx.now), source: row.source,
        changedAt: row.changed_at.toISOString(), record: row.record,
      };
    });
  }

  organization(caller: Caller, id: string): Promise<OrganizationAnswer> {
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [row] = await tx.query<{ id: string; name: string; listed: boolean; source: string; changed_at: Date; record: Organization }>(
        'SELECT id, name, listed, source, changed_at, record FROM organization WHERE id = $1', [id]);
      if (!row) throw notFound('organization');
      return {
        organizationId: row.id, name: row.name, listed: row.listed, source: row.source, changedAt: row.changed_at.toISOString(),
        services: await servicesOf(tx, id), record: row.record,
      };
    });
  }
}

const servicesOf = (tx: Tx, organizationId: string): Promise<{ serviceId: string; name: string; status: string; categories: string[] }[]> => tx.query(
  'SELECT id AS "serviceId", name, status, categories FROM service WHERE organization_id = $1 AND listed ORDER BY name, id', [organizationId]);
