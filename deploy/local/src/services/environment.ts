import type { ServiceUrls } from '@hhp/messaging';
import type { Ports } from '../checks/ports.js';
import { type ServiceName, audienceOf } from './service-list.js';

/** What every service of a stack is told. */
export interface Surroundings {
  readonly ports: Ports;
  readonly brokers: string;
  readonly issuer: string;
  readonly smtpUrl: string;
  readonly masterKey: string;
  readonly auditKey: string;
  /** Where checkpoints of the audit are kept beside Kafka. */
  readonly auditCheckpoints: string;
  /** Where Node keeps compiled code, so that the next start is faster. */
  readonly codeCache: string;
}

/** A few demonstration users do here what many people do elsewhere, in bulk: limits on requests would take it for a flood. */
const unlimited = {
  RATE_ADDRESS_PER_MINUTE: '0', RATE_ACTOR_PER_MINUTE: '0', RATE_ORGANIZATION_PER_MINUTE: '0', RATE_MEMBERS_PER_HOUR: '0', RATE_PAGES_PER_HOUR: '0',
};

/** The environment of one service's program. What the user set for it (a deadline's days, a log level) reaches it unchanged. */
export function environmentOf(service: ServiceName, urls: ServiceUrls, around: Surroundings, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...unlimited, ...env, NODE_ENV: 'production', NODE_COMPILE_CACHE: around.codeCache, SERVICE_NAME: service,
    DATABASE_URL: urls.serviceUrl, RELAY_DATABASE_URL: urls.relayUrl, MIGRATION_DATABASE_URL: urls.ownerUrl,
    KAFKA_BROKERS: around.brokers, OIDC_ISSUER: around.issuer, OIDC_AUDIENCE: audienceOf(service),
    HTTP_HOST: '127.0.0.1', HTTP_PORT: String(around.ports[service]), HHP_MASTER_KEY: around.masterKey,
    HHP_AUDIT_KEY: around.auditKey, AUDIT_CHECKPOINT_FOLDER: around.auditCheckpoints,
    ...(env.HHP_NOT_READING === service ? { READING: 'off' } : {}), ...ownSettings(service, around),
  };
}

function ownSettings(service: ServiceName, { ports, smtpUrl }: Surroundings): NodeJS.ProcessEnv {
  if (service === 'hospital-feed') return { MLLP_PORT: String(ports.mllp) };
  if (service !== 'notification') return {};
  return {
    SMTP_URL: smtpUrl, PUBLIC_URL: `http://127.0.0.1:${ports.notification}`, REFERRAL_URL: `http://127.0.0.1:${ports.referral}/referrals/{id}`,
    REVIEW_URL: `http://127.0.0.1:${ports.enrollment}/emergency-grants`,
  };
}
