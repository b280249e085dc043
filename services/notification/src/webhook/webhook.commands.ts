import { notFound, Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { notificationSettings } from '../settings.js';
import { Vault } from '../vault.js';
import { openUntil } from './circuit.js';
import { type Destination, destinationOf } from './destination.js';
import { secretText } from './signature.js';

/** A webhook as it is shown; its secret is shown to whoever sets or changes it, and then no more. */
export interface WebhookShown {
  readonly organizationId: string;
  readonly url: string;
  /** Failures one after the other until now. */
  readonly failures: number;
  /** Until then nothing is tried. */
  readonly pausedUntil: string | null;
  /** Until then notices are signed with the secret before the present one too. */
  readonly oldSecretUntil: string | null;
}
export interface WebhookSet extends WebhookShown {
  /** `whsec_…`, by the Standard Webhooks specification. */
  readonly secret: string;
}

/** Where a notice goes and by which secrets it is signed. */
export interface Endpoint extends Destination {
  readonly secrets: readonly Buffer[];
}

interface Row {
  readonly url: string;
  readonly wrappedSecret: string;
  readonly wrappedOld: string | null;
  readonly oldUntil: Date | null;
  readonly failures: number;
  readonly openUntil: Date | null;
}
const columns = `url, wrapped_secret AS "wrappedSecret", failures, open_until AS "openUntil", old_until AS "oldUntil", wrapped_old_secret AS "wrappedOld"`;

/** The webhooks of organizations. */
@Injectable()
export class WebhookCommands {
  constructor(
    private readonly transactions: Transactions, private readonly vault: Vault,
    @Inject(SETTINGS) private readonly settings: Settings<typeof notificationSettings>,
  ) {}

  /** The secret is not in the answer that is kept for a repetition: it is opened for the answer that goes out. */
  async set(caller: Caller, organizationId: string, text: string): Promise<WebhookSet> {
    const { url } = destinationOf(text, this.settings.WEBHOOK_INSIDE_HOSTS);
    await this.transactions.command(caller, async (tx) => {
      await tx.query(
        `INSERT INTO webhook_endpoint (organization_id, url, wrapped_secret, declared_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organization_id) DO UPDATE SET url = excluded.url, failures = 0, open_until = NULL`,
        [organizationId, url.href, this.vault.newLink().wrapped, tx.now]);
      return {};
    });
    return this.withSecret(organizationId);
  }

  /** A new secret; the one before it signs too until its time is over, so that its owner can change without losing a notice. */
  async rotate(caller: Caller, organizationId: string): Promise<WebhookSet> {
    await this.transactions.command(caller, async (tx) => {
      const [row] = await tx.query(
        `UPDATE webhook_endpoint SET wrapped_old_secret = wrapped_secret, old_until = $3::timestamptz + $4 * interval '1 hour', wrapped_secret = $2
          WHERE organization_id = $1 RETURNING 1`, [organizationId, this.vault.newLink().wrapped, tx.now, this.settings.WEBHOOK_OLD_SECRET_HOURS]);
      if (!row) throw notFound('webhook');
      return {};
    });
    return this.withSecret(organizationId);
  }

  remove(caller: Caller, organizationId: string): Promise<{ organizationId: string }> {
    return this.transactions.command(caller, async (tx) => {
      if ((await tx.query('DELETE FROM webhook_endpoint WHERE organization_id = $1 RETURNING 1', [organizationId])).length === 0) throw notFound('webhook');
      return { organizationId };
    });
  }

  show(caller: Caller, organizationId: string): Promise<WebhookShown> {
    return this.transactions.read(caller, async (tx) => shown(organizationId, await rowOf(tx, organizationId)));
  }

  /** What is needed to send; nothing when the organization has no webhook any more, or one that is not allowed any more. */
  endpoint(organizationId: string): Promise<Endpoint | undefined> {
    return this.transactions.system([], async (tx) => {
      const { url, wrappedSecret, wrappedOld, oldUntil } = await rowOf(tx, organizationId);
      const old = wrappedOld && oldUntil && oldUntil > tx.now ? [this.vault.secret(wrappedOld)] : [];
      return { ...destinationOf(url, this.settings.WEBHOOK_INSIDE_HOSTS), secrets: [this.vault.secret(wrappedSecret), ...old] };
    }).catch((error: unknown) => {
      if (error instanceof Refused) return undefined;
      throw error;
    });
  }

  /** What came of an attempt: enough failures one after the other, and the endpoint is left alone for a while. */
  attempted(organizationId: string, well: boolean): Promise<void> {
    return this.transactions.system([], async (tx) => {
      if (well) {
        await tx.query('UPDATE webhook_endpoint SET failures = 0, open_until = NULL WHERE organization_id = $1 AND failures > 0', [organizationId]);
        return;
      }
      const [row] = await tx.query<{ failures: number }>('UPDATE webhook_endpoint SET failures = failures + 1 WHERE organization_id = $1 RETURNING failures', [organizationId]);
      if (row) await tx.query('UPDATE webhook_endpoint SET open_until = $2 WHERE organization_id = $1', [organizationId, openUntil(row.failures, tx.now)]);
    });
  }

  private withSecret(organizationId: string): Promise<WebhookSet> {
    return this.transactions.system([], async (tx) => {
      const row = await rowOf(tx, organizationId);
      return { ...shown(organizationId, row), secret: secretText(this.vault.secret(row.wrappedSecret)) };
    });
  }
}

async function rowOf(tx: Tx, organizationId: string): Promise<Row> {
  const [row] = await tx.query<Row>(`SELECT ${columns} FROM webhook_endpoint WHERE organization_id = $1`, [organizationId]);
  if (!row) throw notFound('webhook');
  return row;
}

const shown = (organizationId: string, { url, failures, openUntil: paused, oldUntil }: Row): WebhookShown => ({
  organizationId, url, failures, pausedUntil: paused?.toISOString() ?? null, oldSecretUntil: oldUntil?.toISOString() ?? null,
});
