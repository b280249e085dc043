import { CapacityReported, OrganizationListed, OrganizationWithdrawn, ServiceListed, ServiceWithdrawn } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

/** The last event of each thing: in one statement a row may change only once. */
const lastOf = <E>(events: readonly E[], id: (event: E) => string): E[] => [...new Map(events.map((event) => [id(event), event])).values()];

/** Which organizations offer which services, whether these take referrals, and how much room they have (002-52, 002-99). */
@Reader({ name: 'known-services', topics: ['hhp.directory'], tables: ['known_organization', 'known_service', 'known_capacity'] })
@Injectable()
export class KnownServicesConsumer {
  @OnEvents(OrganizationListed, OrganizationWithdrawn)
  async organizations(tx: Tx, events: readonly Received<OrganizationListed | OrganizationWithdrawn>[]): Promise<void> {
    const last = lastOf(events, (said) => said.data.organizationId);
    await tx.query(
      `INSERT INTO known_organization (organization_id, listed) SELECT * FROM unnest($1::uuid[], $2::boolean[])
       ON CONFLICT (organization_id) DO UPDATE SET listed = excluded.listed`,
      [last.map((said) => said.data.organizationId), last.map((said) => said.type === 'OrganizationListed')]);
  }

  @OnEvents(ServiceListed, ServiceWithdrawn)
  async services(tx: Tx, events: readonly Received<ServiceListed | ServiceWithdrawn>[]): Promise<void> {
    const last = lastOf(events, (said) => said.data.serviceId);
    await tx.query(
      `INSERT INTO known_service (service_id, organization_id, active) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::boolean[])
       ON CONFLICT (service_id) DO UPDATE SET organization_id = excluded.organization_id, active = excluded.active`,
      [last.map((said) => said.data.serviceId), last.map((said) => said.data.organizationId),
        last.map((said) => said.type === 'ServiceListed' && said.data.status === 'active')]);
  }

  @OnEvents(CapacityReported)
  async capacity(tx: Tx, events: readonly Received<CapacityReported>[]): Promise<void> {
    const last = lastOf(events, (said) => said.data.serviceId);
    await tx.query(
      `INSERT INTO known_capacity (service_id, status, reported_at) SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[])
       ON CONFLICT (service_id) DO UPDATE SET status = excluded.status, reported_at = excluded.reported_at`,
      [last.map((said) => said.data.serviceId), last.map((said) => said.data.status), last.map((said) => said.data.reportedAt)]);
  }
}
