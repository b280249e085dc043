import { notFound } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { type CapacityColumns, capacityFrom } from '../capacity/reports.js';
import type { Organization, Service } from '../hsds/hsds.js';
import { flat, flatService, fullService, type HsdsPage, pageOf } from './hsds-document.js';
import type { HsdsListRequest } from './hsds-export.requests.js';

type ServiceColumns = CapacityColumns & { record: Service; organization: Organization; changed_at: Date; total: number };

const columns = `s.record, o.record AS organization, s.changed_at, s.capacity_status, s.capacity_available, s.capacity_earliest_start::text, s.capacity_as_of`;

const matching = `FROM service s JOIN organization o ON o.id = s.organization_id AND o.listed
  WHERE s.listed AND ($1::text IS NULL OR s.words @@ websearch_to_tsquery('english', $1) OR o.words @@ websearch_to_tsquery('english', $1))
    AND ($2::uuid IS NULL OR $2::uuid = ANY (s.terms)) AND ($3::text IS NULL OR $3 = ANY (s.taxonomies))
    AND ($4::uuid IS NULL OR s.organization_id = $4::uuid) AND ($5::timestamptz IS NULL OR s.changed_at >= $5::timestamptz)`;

/** Gives the directory as HSDS 3.1; what is withdrawn is not in it. */
@Injectable()
export class HsdsExportProjection {
  constructor(private readonly transactions: Transactions) {}

  root<Root>(caller: Caller, root: Root): Promise<Root> {
    return this.transactions.read(asDirectory(caller), () => Promise.resolve(root));
  }

  services(caller: Caller, asked: HsdsListRequest): Promise<HsdsPage> {
    const [page, perPage] = [asked.page ?? 1, asked.per_page ?? 50];
    const filters = [
      asked.search ?? null, asked.taxonomy_term_id ?? null, asked.taxonomy_id ?? null, asked.organization_id ?? null, asked.modified_after ?? null,
    ];
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [counted] = await tx.query<{ total: number }>(`SELECT count(*)::integer AS total ${matching}`, filters);
      const rows = await tx.query<ServiceColumns>(
        `SELECT ${columns} ${matching} ORDER BY s.id LIMIT $6 OFFSET $7`, [...filters, perPage, (page - 1) * perPage]);
      return pageOf(rows.map((row) => inForm(row, asked)), counted!.total, page, perPage);
    });
  }

  service(caller: Caller, id: string): Promise<Readonly<Record<string, unknown>>> {
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [row] = await tx.query<ServiceColumns>(
        `SELECT ${columns} FROM service s JOIN organization o ON o.id = s.organization_id AND o.listed WHERE s.listed AND s.id = $1`, [id]);
      if (!row) throw notFound('service');
      return fullService(row.record, row.organization, capacityFrom(row), row.changed_at);
    });
  }

  organizations(caller: Caller, asked: HsdsListRequest): Promise<HsdsPage> {
    const [page, perPage] = [asked.page ?? 1, asked.per_page ?? 50];
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [counted] = await tx.query<{ total: number }>(
        `SELECT count(*)::integer AS total FROM organization
         WHERE listed AND ($1::text IS NULL OR words @@ websearch_to_tsquery('english', $1)) AND ($2::timestamptz IS NULL OR changed_at >= $2::timestamptz)`,
        [asked.search ?? null, asked.modified_after ?? null]);
      const rows = await tx.query<{ record: Organization; changed_at: Date }>(
        `SELECT record, changed_at FROM organization
         WHERE listed AND ($1::text IS NULL OR words @@ websearch_to_tsquery('english', $1)) AND ($2::timestamptz IS NULL OR changed_at >= $2::timestamptz)
         ORDER BY id LIMIT $3 OFFSET $4`, [asked.search ?? null, asked.modified_after ?? null, perPage, (page - 1) * perPage]);
      const form = (row: { record: Organization; changed_at: Date }): Readonly<Record<string, unknown>> =>
        (asked.minimal ? { id: row.record.id, modified_date: row.changed_at.toISOString() } : asked.full ? { ...row.record } : flat(row.record));
      return pageOf(rows.map(form), counted!.total, page, perPage);
    });
  }
}

function inForm(row: ServiceColumns, { minimal, full }: HsdsListRequest): Readonly<Record<string, unknown>> {
  if (minimal) return { id: row.record.id, modified_date: row.changed_at.toISOString() };
  return full ? fullService(row.record, row.organization, capacityFrom(row), row.changed_at) : flatService(row.record, row.organization, row.changed_at);
}
