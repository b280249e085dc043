import type { Caller } from '@hhp/messaging';
import type { Feed } from '../feed/feed.js';
import type { Header } from '../hl7/header.js';

/** Message type and event as HL7 writes them: whatever else stands in their place is no kind and goes nowhere. */
const kindPattern = /^[A-Z]{3}\^[A-Z]\d{2}$/;

/** Who sent a message and of which kind it was, for the audit: the facility that its sender was declared for, and no word of the message. */
export function senderInAudit(feed: Feed | undefined, header: Header | undefined, requestId: string): Caller {
  const kind = `${header?.kind}^${header?.event}`;
  return {
    actor: `facility:${feed?.facilityId ?? 'unknown'}`, role: 'hospital', tenants: [], organization: feed?.facilityId, purpose: 'treatment', requestId,
    correlationId: requestId, route: `MLLP ${kindPattern.test(kind) ? kind : 'message'}`,
  };
}
