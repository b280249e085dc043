import type { Caller } from '@hhp/messaging';
import type { Feed } from '../feed/feed.js';
import type { Header } from '../hl7/header.js';

/** Message type and event as HL7 writes them: whatever else stands in their place is no kind and goes nowhere. */
const kindPattern = /^[A-Z]{3}\^[A-Z]\d{2}$/;

/** The hospital that signed a message; or, when the line's certificate is not one of its own, that certificate. */
interface Sender { readonly feed?: Feed | undefined; readonly certificate?: string | undefined }

/** Who sent a message and of which kind it was, for the audit: the facility that its sender was declared for, and no word of the message. */
export function senderInAudit({ feed, certificate }: Sender, header: Header | undefined, requestId: string): Caller {
  const kind = `${header?.kind}^${header?.event}`;
  return {
    actor: certificate === undefined ? `facility:${feed?.facilityId ?? 'unknown'}` : `certificate:${certificate.replaceAll(':', '').slice(0, 32).toLowerCase()}`, role: 'hospital', tenants: [], organization: feed?.facilityId, purpose: 'treatment', requestId,
    correlationId: requestId, route: `MLLP ${kindPattern.test(kind) ? kind : 'message'}`,
  };
}
