import { join } from 'node:path';
import { checkBeforeStart } from '../checks/before-start.js';
import type { Ports } from '../checks/ports.js';
import { type RealParts, kafkaSecurityOf, realPartsOf } from '../checks/real-parts.js';
import { type Identity, demoUsers } from '../issuer/demo-users.js';
import { type Issuer, startIssuer } from '../issuer/issuer.js';
import { type SignIn, signIn, writeSignIn } from '../issuer/sign-in.js';
import { startMail } from '../mail/mail.js';
import { Problem } from '../problem.js';
import { environmentOf } from '../services/environment.js';
import { type ServiceName, audienceOf, serviceNames } from '../services/service-list.js';
import { aService } from '../services/service.js';
import type { Progress } from '../terminal/progress.js';
import { type Addresses, addressesOf, writeAddresses } from './addresses.js';
import { Programs } from './programs.js';
import { Running, stopLeftovers } from './running.js';
import { type Secrets, secretsOf } from './secrets.js';
import { type Database, openDatabase, openKafka } from './servers.js';
import { openState } from './state.js';

/** How a stack is started. */
export interface StackOptions {
  readonly state: string;
  readonly jars: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
  /** For stacks that are thrown away: does not wait for the disk. */
  readonly fast?: boolean;
  /** The services that run; all of them unless said. */
  readonly services?: readonly ServiceName[];
  /** The longest pause before a program that ended is started again; where programs are killed on purpose it is short. */
  readonly longestPauseMs?: number;
}

interface Parts {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly database: Database;
  readonly brokers: string;
  readonly issuer: string;
  readonly mail: { readonly smtpUrl: string; readonly pageUrl?: string };
}

/** Everything that runs on one machine: servers, issuer, mail catcher and services. */
export class Stack {
  private programs: Programs | undefined;
  private running: Running | undefined;
  private opening: Promise<unknown> | undefined;
  private issuer: Issuer | undefined;
  private signingIn: SignIn | undefined;
  private readonly closing: (() => Promise<void>)[] = [];
  private readonly real: RealParts;
  private where: Addresses | undefined;

  constructor(private readonly options: StackOptions) {
    this.real = realPartsOf(options.env);
  }

  get addresses(): Addresses {
    if (!this.where) throw new Error('The stack has not started');
    return this.where;
  }

  /** Starts all of it, in parallel where nothing waits for another. Whoever calls also calls `stop`, when this fails too. */
  async start(): Promise<Addresses> {
    const { state, env, progress } = this.options;
    openState(state);
    const left = await stopLeftovers(state);
    if (left.length > 0) progress.say(`  !  An earlier start was killed; what it had left running is stopped now: ${left.join(', ')}`);
    this.running = Running.claim(state);
    this.programs = new Programs(this.running, progress, this.options.longestPauseMs);
    const ports = await progress.step('Disk, ports and prerequisites', () => checkBeforeStart({ ...this.options, real: this.real }));
    const secrets = await secretsOf(state);
    const parts = await this.openParts(ports, secrets);
    await progress.step('Services', () => this.startServices(parts));
    this.where = addressesOf({ ...parts, brokers: parts.brokers.split(','), databaseUrl: parts.database.url, topicPrefix: env.TOPIC_PREFIX ?? '' });
    writeAddresses(state, this.where);
    this.signingIn = { issuer: parts.issuer, password: this.real.issuer ? env.HHP_DEMO_PASSWORD ?? 'demo' : secrets.demoPassword };
    writeSignIn(state, this.signingIn);
    return this.where;
  }

  private async openParts(ports: Ports, secrets: Secrets): Promise<Parts> {
    const { programs, real, options: { state, jars, env, progress, fast = false } } = this;
    const servers = {
      state, jars, ports, real, secrets, progress, fast, topicPrefix: env.TOPIC_PREFIX ?? '', security: kafkaSecurityOf(env),
      keep: programs!.keep.bind(programs), signal: programs!.signal,
    };
    const all = [openDatabase(servers), openKafka(servers), this.openIssuer(ports, secrets), this.openMail(ports)] as const;
    this.opening = Promise.allSettled(all);
    const [database, brokers, issuer, mail] = await Promise.all(all);
    return { ports, secrets, database, brokers, issuer, mail };
  }

  private async openIssuer({ issuer: port }: Ports, { demoPassword: password, issuerKeys: keys }: Secrets): Promise<string> {
    if (this.real.issuer) return this.real.issuer;
    this.issuer = await this.options.progress.step('Issuer of access tokens', () =>
      startIssuer({ port, audiences: serviceNames.map(audienceOf), users: demoUsers, password, keys }));
    this.closing.push(this.issuer.stop);
    return this.issuer.url;
  }

  private async openMail({ smtp: smtpPort, mail: pagePort }: Ports): Promise<Parts['mail']> {
    if (this.real.smtpUrl) return { smtpUrl: this.real.smtpUrl };
    const mail = await this.options.progress.step('Mail catcher', () =>
      startMail({ smtpPort, pagePort, folder: join(this.options.state, 'mails') }));
    this.closing.push(() => mail.stop());
    return mail;
  }

  private async startServices({ ports, brokers, issuer, mail, secrets, database }: Parts): Promise<void> {
    const { state, env } = this.options;
    const around = {
      ports, brokers, issuer, smtpUrl: mail.smtpUrl, masterKey: secrets.masterKey, auditKey: secrets.auditKey,
      auditCheckpoints: join(state, 'audit-checkpoints'), codeCache: join(state, 'code-cache'),
    };
    await Promise.all((this.options.services ?? serviceNames).map((service) =>
      this.programs!.keep(aService({ service, state, env: environmentOf(service, database.urls[service], around, env) }))));
  }

  /** An access token of a demonstration user. */
  async token(user: string): Promise<string> {
    if (!this.signingIn) throw new Error('The stack has not started');
    return signIn(this.signingIn, user);
  }

  /** An access token for anybody at all; only the stack's own issuer gives one. */
  tokenFor(identity: Identity): Promise<string> {
    if (!this.issuer) throw new Problem('A real issuer (OIDC_ISSUER) gives tokens to its own users only.');
    return this.issuer.tokenFor(identity);
  }

  /** Stops one service for good, to see what the others do without it. */
  async stopService(service: ServiceName): Promise<void> {
    await this.programs?.named(service)?.stop();
  }

  /** This stack as the place where the demonstration plays. */
  stageFor(say: (line: string) => void): Pick<Stack, 'addresses' | 'token' | 'tokenFor' | 'stopService'> & { readonly say: typeof say } {
    return {
      addresses: this.addresses, say,
      token: (user) => this.token(user), tokenFor: (identity) => this.tokenFor(identity), stopService: (service) => this.stopService(service),
    };
  }

  /** The process of a service, while it runs. */
  pidOf(service: ServiceName): number | undefined {
    return this.programs?.named(service)?.pid;
  }

  /** The processes of the services and of the servers. */
  get pids(): readonly number[] {
    return this.programs?.pids ?? [];
  }

  /** Stops all that was started, however far the start came: the services before the servers that they still write to while they end. */
  async stop(): Promise<void> {
    const isService = (name: string) => (serviceNames as readonly string[]).includes(name);
    await this.programs?.stop(isService);
    await this.programs?.stop((name) => name === 'Kafka');
    await this.opening?.catch(() => undefined); // who still talks to PostgreSQL may finish
    await this.programs?.stop(() => true);
    await Promise.all(this.closing.map((close) => close()));
    this.running?.release();
  }
}
