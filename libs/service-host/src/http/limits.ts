import rateLimit from '@fastify/rate-limit';
import { isUuid } from '@hhp/domain-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { foundOf } from '../access/asked.js';
import type { Identity } from '../access/policy.js';
import type { Settings } from '../settings.js';
import { Breadth, type Reach } from './breadth.js';
import { TooMany } from './too-many.js';

type Limits = Pick<Settings, 'RATE_ADDRESS_PER_MINUTE' | 'RATE_ACTOR_PER_MINUTE' | 'RATE_ORGANIZATION_PER_MINUTE' | 'RATE_MEMBERS_PER_HOUR' | 'RATE_PAGES_PER_HOUR'>;
type Check = (request: FastifyRequest) => Promise<void>;

const [minute, hour] = [60_000, 3_600_000];
/** So many addresses, people and organizations are remembered at most. */
const cache = 10_000;
const nothing: Check = () => Promise.resolve();

/**
 * How much may be asked for: by address before anybody looks at the token, then by whoever the token names, by their organization, and by how
 * many different members and pages they look at. Each process counts for itself. Refused before a body is read.
 */
export class RequestLimits {
  private ofAddress = nothing;
  private ofHealth = nothing;
  private ofActor = nothing;
  private ofOrganization = nothing;
  private readonly members: Breadth | undefined;
  private readonly pages: Breadth | undefined;

  constructor(instance: FastifyInstance, limits: Limits) {
    this.members = limits.RATE_MEMBERS_PER_HOUR > 0 ? new Breadth(limits.RATE_MEMBERS_PER_HOUR, hour) : undefined;
    this.pages = limits.RATE_PAGES_PER_HOUR > 0 ? new Breadth(limits.RATE_PAGES_PER_HOUR, hour) : undefined;
    void instance.register(rateLimit, { global: false, cache });
    instance.addHook('onReady', (done) => {
      // Of an IPv6 address the library takes the network of 64 bits, which is one household's.
      this.ofAddress = perMinute(instance, limits.RATE_ADDRESS_PER_MINUTE);
      this.ofHealth = perMinute(instance, limits.RATE_ADDRESS_PER_MINUTE);
      this.ofActor = perMinute(instance, limits.RATE_ACTOR_PER_MINUTE, (request) => knownOf(request).actor);
      this.ofOrganization = perMinute(instance, limits.RATE_ORGANIZATION_PER_MINUTE, (request) => organizationOf(knownOf(request)));
      done();
    });
  }

  /** Before the token is looked at, which costs more than this. Who watches our health is counted apart: a flood must not look like an illness. */
  address(request: FastifyRequest): Promise<void> {
    return request.url.startsWith('/health/') ? this.ofHealth(request) : this.ofAddress(request);
  }

  /** A token that is not good is not counted for whom it names; the guard refuses it. */
  async bearer(request: FastifyRequest): Promise<void> {
    const found = foundOf(request);
    const known = await found.identity?.catch(() => undefined);
    if (!known) return;
    found.known = known;
    await this.ofActor(request);
    await this.ofOrganization(request);
    this.breadth(request, known.actor);
  }

  private breadth(request: FastifyRequest, actor: string): void {
    const memberId = memberOf(request);
    if (memberId && this.members) mustBeWithin('too-many-members', this.members.ask(actor, memberId, Date.now()));
    // A list as it stands is one page; whoever varies what is asked walks through it.
    if (this.pages && request.method === 'GET' && request.url.includes('?')) {
      mustBeWithin('too-many-pages', this.pages.ask(actor, request.url.slice(0, 2_048), Date.now()));
    }
  }
}

function mustBeWithin(code: 'too-many-members' | 'too-many-pages', { exceeded, retryAfter, first }: Reach): void {
  if (exceeded) throw new TooMany(code, retryAfter, !first);
}

function perMinute(instance: FastifyInstance, max: number, keyGenerator?: (request: FastifyRequest) => string): Check {
  if (max === 0) return nothing;
  // `ban` beyond the first one tells the first refusal of a window from the others.
  const take = instance.createRateLimit({ max, timeWindow: minute, ban: 1, ...(keyGenerator && { keyGenerator }) });
  return async (request) => {
    const taken = await take(request);
    if (!taken.isAllowed && taken.isExceeded) throw new TooMany('too-many-requests', Math.max(1, taken.ttlInSeconds), taken.isBanned);
  };
}

const knownOf = (request: FastifyRequest): Identity => foundOf(request).known!;
const organizationOf = ({ tenant, organization, actor }: Identity): string => organization ?? tenant ?? actor;

function memberOf({ params, query }: FastifyRequest): string | undefined {
  const named = (params as Readonly<Record<string, unknown>>).memberId ?? (query as Readonly<Record<string, unknown>>).memberId;
  return typeof named === 'string' && isUuid(named) ? named.toLowerCase() : undefined;
}
