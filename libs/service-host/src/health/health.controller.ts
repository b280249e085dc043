import { Messaging } from '@hhp/messaging';
import { Controller, Get, HttpCode, Inject, Injectable, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PublicAccess } from '../access/access.js';
import { DATABASE, type PoolOfService } from '../database-of-service.js';

const patience = 2_000;

/** Whether the service can do its work now, and what keeps it from it: names only. */
@Injectable()
export class Readiness {
  constructor(@Inject(DATABASE) private readonly database: PoolOfService, private readonly messaging: Messaging) {}

  async missing(): Promise<string[]> {
    const [database, status] = await Promise.all([
      within(this.database.pool.query('SELECT 1')).then(() => true, () => false),
      within(this.messaging.status()).catch(() => undefined),
    ]);
    if (!database) return ['database'];
    if (!status) return ['messaging'];
    const slow = new Set(status.readers.filter((reader) => !reader.healthy).map((reader) => `reader ${reader.name}`));
    return [...(status.relay.connected ? [] : ['relay']), ...slow];
  }
}

function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(new Error('late')); }, patience); });
  return Promise.race([work, late]).finally(() => { clearTimeout(timer); });
}

@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. A consumer that crashed ends the process, so there is nothing else to ask here. */
  @Get('live')
  @PublicAccess('Says nothing but that the process lives')
  @HttpCode(200)
  live(): { status: string } {
    return { status: 'live' };
  }

  @Get('ready')
  @PublicAccess('Names parts of the service, and nothing of what they hold')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<{ status: string; missing: string[] }> {
    const missing = await this.readiness.missing();
    reply.code(missing.length === 0 ? 200 : 503);
    return { status: missing.length === 0 ? 'ready' : 'not-ready', missing };
  }
}
