import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { parse } from 'yaml';
import { usualPorts } from './checks/ports.js';
import { demoUsers } from './issuer/demo-users.js';
import { demoClient, startIssuer } from './issuer/issuer.js';
import { checkout } from './places.js';
import { audienceOf, serviceNames } from './services/service-list.js';
import { images, kafkaEnvironment } from './test-servers/containers.js';

interface Container {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: { readonly SERVICE: string } };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly security_opt?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
interface Realm {
  readonly accessTokenLifespan: number;
  readonly ssoSessionIdleTimeout: number;
  readonly roles: { readonly realm: readonly { readonly name: string }[] };
  readonly clients: readonly {
    readonly clientId: string; readonly attributes: Readonly<Record<string, string>>;
    readonly protocolMappers: readonly { readonly config: Record<string, string> }[];
  }[];
  readonly users: readonly {
    readonly id: string; readonly username: string; readonly realmRoles: readonly string[]; readonly attributes: Readonly<Record<string, readonly string[]>>;
  }[];
}

const read = (file: string): string => readFileSync(join(checkout, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Container>> };
const realm = JSON.parse(read('deploy/keycloak/realm.json')) as Realm;
const dockerfile = read('deploy/Dockerfile');
const folders = readdirSync(join(checkout, 'services')).filter((name) => existsSync(join(checkout, 'services', name, 'package.json'))).sort();
const built = Object.entries(compose.services).filter(([name, { build }]) => build && name !== 'prepare');

/** The settings that sources declare: those with a default, and those that must be set. */
function settingsIn(pattern: string): { all: string[]; required: string[] } {
  const found = globSync(join(checkout, pattern)).flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b([A-Z][A-Z_]+): setting\.(\w+)/g)]);
  return { all: found.map(([, name]) => name!), required: found.filter(([, , kind]) => kind === 'required').map(([, name]) => name!) };
}
const shared = settingsIn('libs/service-host/src/**/*.ts');

describe('docker-compose.yml', () => {
  it('has a Kafka that lets nobody do anything unasked, and a user of it for each service', () => {
    const { environment = {} } = compose.services.kafka!;
    expect(environment).toMatchObject({
      KAFKA_AUTHORIZER_CLASS_NAME: 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND: 'false',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:SASL_PLAINTEXT,OWN:PLAINTEXT',
    });
    // Whoever does not log in comes from the broker's own machine.
    expect(String(environment.KAFKA_LISTENERS).split(',').filter((each) => /^(CONTROLLER|OWN)/.test(each))).toEqual(['CONTROLLER://127.0.0.1:9093', 'OWN://127.0.0.1:9094']);
    const made = /for user in ([\w -]+);/.exec(compose.services.kafka!.command!.join(' '))![1]!.split(' ');
    expect([...made].sort()).toEqual(['administrator', ...serviceNames].sort());
    expect(compose.services.kafka!.healthcheck!.test!.join(' ')).toContain(`--entity-name ${made.at(-1)!} | grep -q SCRAM`);
    for (const [name, container] of built) expect([name, container.environment!.KAFKA_USER]).toEqual([name, name]);
    expect(compose.services.prepare!.environment!.KAFKA_USER).toBe('administrator');
  });

  it('runs every service that exists, and npm start runs the same', () => {
    expect(folders).toEqual([...serviceNames].sort());
    expect(built.map(([name]) => name).sort()).toEqual(folders);
  });

  it.each(built)('builds %s from the one Dockerfile, on the port that npm start gives it, for this machine only', (name, container) => {
    expect(container.build).toEqual({ context: '.', dockerfile: 'deploy/Dockerfile', args: { SERVICE: name } });
    expect(container.ports).toContain(`127.0.0.1:${usualPorts[name as keyof typeof usualPorts]}:3000`);
    expect(container.depends_on).toMatchObject({ prepare: { condition: 'service_completed_successfully' }, keycloak: { condition: 'service_healthy' } });
  });

  it.each(built)('sets for %s all that must be set, and nothing that it does not read', (name, { environment = {} }) => {
    const own = settingsIn(`services/${name}/src/**/*.ts`);
    expect(shared.all.length).toBeGreaterThan(10);
    expect(Object.keys(environment)).toEqual(expect.arrayContaining([...shared.required, ...own.required]));
    expect([...shared.all, ...own.all]).toEqual(expect.arrayContaining(Object.keys(environment)));
  });

  it.each(built)('lets %s in by the roles that `prepare` makes for it', (name, { environment = {} }) => {
    const role = `hhp_${name.replaceAll('-', '_')}`;
    const { SERVICE_PASSWORD: password, DATABASE_URL: administrator } = compose.services.prepare!.environment!;
    const [server] = /@.*/.exec(String(administrator))!;
    expect(environment).toMatchObject({
      DATABASE_URL: `postgresql://${role}:${password}${server}`, RELAY_DATABASE_URL: `postgresql://${role}_relay:${password}${server}`,
      MIGRATION_DATABASE_URL: `postgresql://${role}_owner:${password}${server}`, OIDC_AUDIENCE: audienceOf(name),
    });
  });

  it('gives our own programs no right of root, no disk to write to, and a bound to what they take', () => {
    const ours = Object.entries(compose.services).filter(([, { build }]) => build);
    expect(ours.length).toBe(folders.length + 1);
    for (const [name, container] of ours) {
      expect([name, container]).toEqual([name, expect.objectContaining({
        read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], mem_limit: expect.any(String) as string,
        pids_limit: expect.any(Number) as number, cpus: expect.any(Number) as number,
      })]);
    }
  });

  it('gives no program more rights than it began with, and none the machine itself', () => {
    for (const [name, container] of Object.entries(compose.services)) {
      expect([name, container.security_opt]).toEqual([name, ['no-new-privileges:true']]);
      for (const right of ['privileged', 'cap_add', 'devices', 'pid', 'ipc', 'network_mode', 'userns_mode', 'user']) expect([name, container]).not.toHaveProperty(`1.${right}`);
      expect(JSON.stringify(container)).not.toContain('docker.sock');
    }
  });

  it('opens no port to other machines', () => {
    for (const { ports = [] } of Object.values(compose.services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs PostgreSQL with logical decoding, and Kafka as npm start and the tests do', () => {
    expect(compose.services.postgres).toMatchObject({ image: images.postgres, command: expect.arrayContaining(['wal_level=logical']) });
    expect(compose.services.kafka!.image).toBe(images.kafka);
    expect(read('deploy/local/kafka/pom.xml')).toContain(`<version>${images.kafka.split(':')[1]}</version>`);
    const ours = Object.entries(kafkaEnvironment('')).filter(([name]) => !/LISTENER|QUORUM|LOG_DIRS|THREADS|CLEANER/.test(name));
    expect(ours.length).toBeGreaterThan(15);
    for (const [name, value] of ours) expect(`${name}=${compose.services.kafka!.environment![name]}`).toBe(`${name}=${value}`);
  });

  it('is accepted by docker compose, where that command is', () => {
    if (spawnSync('docker', ['compose', 'version']).status !== 0) {
      console.log('skipped: docker compose is not on this machine');
      return;
    }
    const { status, stderr } = spawnSync('docker', ['compose', 'config', '--quiet'], { cwd: checkout, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on our Node, not as root, with a look at its health', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    const stages = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version);
    expect(stages).toEqual([devDependencies.node.split('.')[0], devDependencies.node.split('.')[0]]);
    expect(dockerfile).toMatch(/^ARG SERVICE$/m);
    expect([...dockerfile.matchAll(/^USER (.*)$/gm)].at(-1)?.[1]).toBe('node');
    expect(dockerfile).not.toMatch(/^ADD |--privileged|chmod .*777|curl|wget/m);
    expect(dockerfile).toContain('npm prune --omit=dev');
    expect(dockerfile).not.toMatch(/(PASSWORD|SECRET|TOKEN|_KEY)\s*=/);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });

  it('takes folders and files that exist', () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path!.replace('$SERVICE', 'referral'));
    expect(copied).toContain('services/referral');
    for (const path of copied) expect(existsSync(join(checkout, path))).toBe(true);
    expect(existsSync(join(checkout, 'deploy/local/src/prepare.ts'))).toBe(true);
  });
});

describe("Keycloak's realm", () => {
  it('is imported in the tests by the version that the containers run', () => {
    expect(read('deploy/keycloak/pom.xml')).toContain(`<version>${compose.services.keycloak!.image!.split(':')[1]}</version>`);
  });

  it('knows the same demonstration users as the local issuer, and says the same of them', () => {
    const known = realm.users.map(({ id, username, realmRoles, attributes }) => {
      const { role, tenant, organization } = Object.fromEntries(Object.entries(attributes).map(([name, [value]]) => [name, value]));
      return [username, { actor: id, role, ...(tenant && { tenant }), ...(organization && { organization }) }, realmRoles];
    });
    expect(known).toEqual(Object.entries(demoUsers).map(([name, identity]) => [name, identity, [identity.role]]));
    expect(realm.roles.realm.map(({ name }) => name).sort()).toEqual([...new Set(Object.values(demoUsers).map(({ role }) => role))].sort());
  });

  it('puts the claims and the audiences of all services into an RFC 9068 token of five minutes', () => {
    const client = realm.clients.find(({ clientId }) => clientId === demoClient)!;
    expect(client.attributes).toMatchObject({ 'access.token.header.type.rfc9068': 'true', 'access.token.lifespan': '300' });
    const mappers = client.protocolMappers.map(({ config }) => config);
    expect(mappers.flatMap((config) => config['included.custom.audience'] ?? []).sort()).toEqual(serviceNames.map(audienceOf).sort());
    expect(mappers.flatMap((config) => config['claim.name'] ?? [])).toEqual(expect.arrayContaining(['role', 'tenant', 'organization', 'client_id']));
  });
});

describe('what a person is given at sign-in', () => {
  const [fiveMinutes, twentyMinutes] = [300, 1200];

  it("ends soon at Keycloak: an access token within five minutes, a session that nobody uses within twenty", () => {
    expect(realm.accessTokenLifespan).toBeLessThanOrEqual(fiveMinutes);
    expect(realm.ssoSessionIdleTimeout).toBeLessThanOrEqual(twentyMinutes);
    for (const { attributes } of realm.clients) {
      expect(Number(attributes['access.token.lifespan'])).toBeLessThanOrEqual(fiveMinutes);
      expect(Number(attributes['client.session.idle.timeout'])).toBeLessThanOrEqual(twentyMinutes);
    }
  });

  it('ends as soon at the local issuer, where there is no session that could go on', async () => {
    const issuer = await startIssuer({ port: 0, audiences: [], users: demoUsers, password: 'right' });
    const sign = new URLSearchParams({ grant_type: 'password', client_id: demoClient, username: 'coordinator', password: 'right' });
    const given = await fetch(`${issuer.url}/token`, { method: 'POST', body: sign }).then((answer) => answer.json()) as Record<string, unknown>;
    await issuer.stop();
    expect(Object.keys(given).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    const { exp, iat } = decodeJwt(given['access_token'] as string);
    expect(exp! - iat!).toBe(given['expires_in']);
    expect(exp! - iat!).toBeLessThanOrEqual(fiveMinutes);
  });
});

describe('the alert rules', () => {
  const { groups } = parse(read('deploy/alerts.yml')) as { groups: readonly { rules: readonly { alert: string; expr: string }[] }[] };
  const declared = new Set([...read('libs/service-host/src/metrics/backbone-metrics.ts').matchAll(/'(hhp_\w+)'|name: '(hhp_\w+)'/g)].map(([, one, other]) => one ?? other));

  it.each(groups.flatMap(({ rules }) => rules).map(({ alert, expr }) => [alert, [...expr.matchAll(/hhp_\w+/g)].map(([name]) => name)] as const))(
    '%s watches figures that the services show', (_alert, names) => {
      expect(names).not.toEqual([]);
      expect(names.filter((name) => !declared.has(name))).toEqual([]);
    });
});
