import { isUuid } from '@hhp/domain-kit';
import { Transactions } from '@hhp/messaging';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { foundOf } from '../access/asked.js';
import { unknownCaller } from '../access/caller-of.js';
import { problemOf } from './problem.js';
import { TooMany } from './too-many.js';

/** How long an answer waits for the record of its refusal. */
const auditPatience = 1_500;
/** Whatever goes wrong becomes a problem document; every refusal of one of our routes is in the audit before it is answered. */
@Catch()
@Injectable()
export class ProblemsFilter implements ExceptionFilter {
  private readonly logger = new Logger('problems');

  constructor(private readonly transactions: Transactions) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const [request, reply] = [host.switchToHttp().getRequest<FastifyRequest>(), host.switchToHttp().getResponse<FastifyReply>()];
    const { status, headers, document, fault } = problemOf(error, request);
    if (fault) this.logger.error('A request failed', error, { requestId: request.id, status });
    // One row for each limit that somebody met, not for each request beyond it: a flood must not be a flood of rows.
    if (!(error instanceof TooMany && error.told)) await this.record(request, document.code);
    if (!reply.sent) void reply.code(status).headers(headers).send(document);
  }

  /** A failing audit is told to the log, and hides no answer. */
  private async record(request: FastifyRequest, code: string): Promise<void> {
    if (!request.routeOptions?.url) return;
    const memberId = (request.params as Readonly<Record<string, string>> | undefined)?.memberId ?? '';
    const recorded = this.transactions.refused(foundOf(request).caller ?? unknownCaller(request), code, isUuid(memberId) ? [memberId] : []);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, late) => { timer = setTimeout(() => { late(new Error('too late')); }, auditPatience); });
    await Promise.race([recorded, tooLate]).catch((failure: unknown) => {
      this.logger.error('A refusal could not be recorded', failure, { requestId: request.id });
    });
    clearTimeout(timer);
    recorded.catch(() => undefined);
  }
}
