import { Inject, Injectable } from '@nestjs/common';
import { OrganizationListed, OrganizationWithdrawn } from '@hhp/contracts';
import type { OfficeCalendar } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { apply, type Listing } from './listed-organizations.js';

type Row = { organization_id: string; listed_on: string; withdrawn_on: string | null; name: string };

/** Which organizations the directory listed when; the directory is shared by all plans. */
@Reader({ name: 'listed-organizations', topics: ['hhp.directory'], tables: ['listed_organization'] })
@Injectable()
export class ListedOrganizationsConsumer {
  constructor(@Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  @OnEvents(OrganizationListed, OrganizationWithdrawn)
  async remember(tx: Tx, events: readonly Received<OrganizationListed | OrganizationWithdrawn>[]): Promise<void> {
    const rows = await tx.query<Row>(
      `SELECT organization_id, listed_on::text, withdrawn_on::text, name FROM listed_organization
       WHERE organization_id = ANY ($1::uuid[]) ORDER BY organization_id, listed_on`, [events.map((event) => event.data.organizationId)]);
    const listings = new Map<string, readonly Listing[]>();
    for (const { organization_id, listed_on, withdrawn_on, name } of rows) {
      const listing = { listedOn: listed_on, ...(withdrawn_on ? { withdrawnOn: withdrawn_on } : {}), name };
      listings.set(organization_id, [...(listings.get(organization_id) ?? []), listing]);
    }
    for (const event of events) {
      const { organizationId } = event.data;
      listings.set(organizationId, apply(listings.get(organizationId) ?? [], event, this.office.timeZone));
    }
    const all = [...listings].flatMap(([organization_id, each]) =>
      each.map(({ listedOn, withdrawnOn, name }) => ({ organization_id, listed_on: listedOn, withdrawn_on: withdrawnOn ?? null, name })));
    await tx.query(write, [JSON.stringify(all)]);
  }
}

const write = `
  INSERT INTO listed_organization (organization_id, listed_on, withdrawn_on, name)
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS said (organization_id uuid, listed_on date, withdrawn_on date, name text)
  ON CONFLICT (organization_id, listed_on) DO UPDATE SET withdrawn_on = excluded.withdrawn_on, name = excluded.name`;
