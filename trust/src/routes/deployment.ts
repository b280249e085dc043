import { randomBytes } from 'node:crypto';
import { ensureTopics, removeTopics } from '@hhp/messaging';
import { createService, type HostedService, type Route, routesOf } from '@hhp/service-host';
import { type Answer, ask, type Asked, type FreshDatabase, freshDatabase, startIssuer, testServers, type TestIssuer } from '@hhp/testing';
import { services } from '../deployment-parts.js';

/** One service as it runs in the deployment. */
export interface Part { readonly name: string; readonly database: FreshDatabase; readonly service: HostedService; readonly routes: readonly Route[] }
/** Who asks, as a token says it. */
export interface Bearer { readonly role: string; readonly tenant?: string | undefined; readonly organization?: string | undefined; readonly actor?: string }

/** Thursday 12 September 2019, noon in California. */
const today = '2019-09-12T19:00:00.000Z';

/** The whole deployment in one process: seven services, each with a database of its own, on topics and an issuer in common. */
export class Deployment {
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor(readonly issuer: TestIssuer, readonly parts: readonly Part[], private readonly prefix: string) {}

  static async open(): Promise<Deployment> {
    const { databaseUrl, brokers } = testServers();
    const name = `t${randomBytes(6).toString('hex')}`;
    const [issuer] = await Promise.all([startIssuer('hhp'), ensureTopics(brokers, { prefix: `${name}.`, partitions: 1 })]);
    const masterKey = randomBytes(32).toString('base64');
    const parts = await Promise.all(services.map(async (definition, nth): Promise<Part> => {
      const database = await freshDatabase(databaseUrl, definition.name, `${name}${nth}`);
      const service = await createService(definition, {
        DATABASE_URL: database.serviceUrl, RELAY_DATABASE_URL: database.relayUrl, MIGRATION_DATABASE_URL: database.ownerUrl,
        KAFKA_BROKERS: brokers.join(','), TOPIC_PREFIX: `${name}.`, OIDC_ISSUER: issuer.url, HTTP_PORT: '0', HHP_MASTER_KEY: masterKey, HHP_AUDIT_KEY: masterKey, LOG_LEVEL: 'silent',
        MLLP_PORT: '0', SMTP_URL: 'smtp://127.0.0.1:1', PUBLIC_URL: 'https://hhp.example', SEND_TICK_MS: '2000',
      });
      service.clock.offsetMs = Date.parse(today) - Date.now();
      return { name: definition.name, database, service, routes: routesOf(service.app) };
    }));
    return new Deployment(issuer, parts, `${name}.`);
  }

  part(name: string): Part {
    return this.parts.find((each) => each.name === name)!;
  }

  /** Every audience that a good token names here. */
  get audiences(): string[] {
    return this.parts.map(({ name }) => `hhp-${name}`);
  }

  token({ role, tenant, organization, actor = `${role}-1` }: Bearer): Promise<string> {
    const key = JSON.stringify([role, tenant, organization, actor]);
    const exp = Math.floor(Date.now() / 1000) + 3_600;
    if (!this.tokens.has(key)) this.tokens.set(key, this.issuer.signed({ aud: this.audiences, sub: actor, role, tenant, organization, exp }));
    return this.tokens.get(key)!;
  }

  /** Asks, and again while the service says that it will be able to later: on a busy machine what is known of consents may be too old. */
  async ask(service: string, method: string, path: string, asked: Asked = {}): Promise<Answer> {
    for (const end = performance.now() + 20_000; ; await new Promise((later) => { setTimeout(later, 100); })) {
      const answer = await ask(this.part(service).service.url, method, path, asked);
      if (answer.status !== 503 || performance.now() > end) return answer;
    }
  }

  /** Asks as somebody, and must succeed: for what has to be there before anything is tried. */
  async does<Body = Record<string, never>>(service: string, method: string, path: string, { by, ...asked }: { by: Bearer } & Asked): Promise<Body> {
    const answer = await this.ask(service, method, path, { as: await this.token(by), ...asked });
    if (answer.status >= 300) throw new Error(`${service} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Body;
  }

  async stop(): Promise<void> {
    await Promise.all(this.parts.map(({ service }) => service.stop()));
    await Promise.all([...this.parts.map(({ database }) => database.drop()), this.issuer.stop(), removeTopics(testServers().brokers, this.prefix)]);
  }
}
