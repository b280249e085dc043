import { OrganizationListed, ServiceListed } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

/**
 * Where organizations are written to: the address of the service, else that of the organization. One that is withdrawn from the
 * directory gets no new referrals, but its address is still needed for those that it has.
 */
@Reader({ name: 'known-recipients', topics: ['hhp.directory'], tables: ['known_organization', 'known_service'] })
@Injectable()
export class KnownRecipientsConsumer {
  @OnEvents(OrganizationListed)
  async rememberOrganizations(tx: Tx, events: readonly Received<OrganizationListed>[]): Promise<void> {
    const last = [...new Map(events.map(({ data }) => [data.organizationId, data])).values()];
    await tx.query(
      `INSERT INTO known_organization (organization_id, name, email) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[])
       ON CONFLICT (organization_id) DO UPDATE SET name = excluded.name, email = excluded.email`,
      [last.map((each) => each.organizationId), last.map((each) => each.name), last.map((each) => each.email ?? null)]);
  }

  @OnEvents(ServiceListed)
  async rememberServices(tx: Tx, events: readonly Received<ServiceListed>[]): Promise<void> {
    const last = [...new Map(events.map(({ data }) => [data.serviceId, data])).values()];
    await tx.query(
      `INSERT INTO known_service (service_id, organization_id, email) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])
       ON CONFLICT (service_id) DO UPDATE SET organization_id = excluded.organization_id, email = excluded.email`,
      [last.map((each) => each.serviceId), last.map((each) => each.organizationId), last.map((each) => each.email ?? null)]);
  }
}
