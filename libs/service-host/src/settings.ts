import { type Declared, setting, type ValuesOf } from './setting.js';
export { setting, type Declared, type Setting, SettingsWrong } from './setting.js';

const aUrl = (scheme: string, wanted: string) => ({ pattern: new RegExp(`^${scheme}://\\S+$`), wanted });
const aKey = { pattern: /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, wanted: '32 bytes in base64' };
/**
 * An address of the database. Either nothing is asked of the connection, or all of it: of the words between, PostgreSQL's own client and
 * ours understand different things, and some of them check no certificate.
 */
const aDatabase = {
  wanted: 'a postgresql:// address, with sslmode=verify-full where it is to be encrypted',
  pattern: { test: (text: string): boolean => /^postgres(ql)?:\/\/\S+$/.test(text) && checksAllOrNothing(text) },
};
function checksAllOrNothing(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const asked = new URL(address).searchParams;
  const files = ['sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation'].some((name) => asked.has(name));
  if (asked.has('ssl') || asked.has('uselibpqcompat')) return false;
  return asked.has('sslmode') ? asked.get('sslmode') === 'verify-full' || (asked.get('sslmode') === 'disable' && !files) : !files;
}
const aTime = { pattern: /^([01]\d|2[0-4]):[0-5]\d$/, wanted: 'a time of day such as 08:00' };
const anOnOff = { pattern: /^(on|off)$/, wanted: 'on or off' };
const isTimeZone = (name: string): boolean => {
  try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: name })); } catch { return false; }
};

/** What can be set of every service. */
export const hostSettings = {
  SERVICE_NAME: setting.required('Name of the service; it is known and need not be set'),
  DATABASE_URL: setting.required("The database, with the service's own role; over TLS with `?sslmode=verify-full&sslrootcert=…&sslcert=…&sslkey=…`", aDatabase),
  RELAY_DATABASE_URL: setting.required('The same database, with the role that streams the outbox', aDatabase),
  MIGRATION_DATABASE_URL: setting.text('', 'The same database, with the role that owns the schema; when set the service migrates before it serves',
    aDatabase),
  DATABASE_CONNECTIONS: setting.int(12, 'Most connections to the database', { min: 4, max: 200 }),
  KAFKA_BROKERS: setting.required('Kafka brokers, host:port with commas between', {
    pattern: /^[\w.-]+:\d+(,[\w.-]+:\d+)*$/, wanted: 'a list of host:port with commas between',
  }),
  KAFKA_TLS: setting.text('off', 'Whether Kafka is spoken with over TLS; its certificate and name are then always checked', anOnOff),
  KAFKA_TLS_CA: setting.file('File (PEM) of the authorities that may have signed the certificates of the brokers; those that Node knows without it'),
  KAFKA_TLS_CERT: setting.file('File (PEM) of our own certificate, where the brokers ask for one'),
  KAFKA_TLS_KEY: setting.file('File (PEM) of the key of our own certificate'),
  KAFKA_USER: setting.text('', 'The user as whom the service logs in to Kafka (SCRAM-SHA-512); nobody when empty', { pattern: /^[\w.-]{1,100}$/, wanted: 'a plain name' }),
  KAFKA_PASSWORD: setting.text('', 'That user’s password'),
  TOPIC_PREFIX: setting.text('', 'What stands before the name of every topic', { pattern: /^[\w.-]{1,60}$/, wanted: 'letters, digits, dots and dashes' }),
  OIDC_ISSUER: setting.required('Issuer of the access tokens', aUrl('https?', 'an http(s):// address')),
  OIDC_AUDIENCE: setting.required('Audience that a token must name', { pattern: /^\S{1,200}$/, wanted: 'a name without spaces' }),
  HTTP_PORT: setting.int(3000, 'Port of the HTTP API; 0 takes any free one', { max: 65_535 }),
  HTTP_HOST: setting.text('127.0.0.1', 'Address on which the HTTP API is served'),
  TRUSTED_PROXIES: setting.text('', 'Proxies whose X-Forwarded-For is believed, as addresses or networks with commas between', {
    pattern: /^[\da-f.:/]+(,[\da-f.:/]+)*$/i, wanted: 'a list of addresses or networks such as 10.0.0.0/8',
  }),
  RATE_ADDRESS_PER_MINUTE: setting.int(6_000, 'Requests in a minute from one address, whoever asks; 0 sets no limit'),
  RATE_ACTOR_PER_MINUTE: setting.int(1_200, 'Requests in a minute by one person or program; 0 sets no limit'),
  RATE_ORGANIZATION_PER_MINUTE: setting.int(12_000, 'Requests in a minute by all people of one organization or plan; 0 sets no limit'),
  RATE_MEMBERS_PER_HOUR: setting.int(500, 'Different members of whom one person or program may ask in an hour; 0 sets no limit'),
  RATE_PAGES_PER_HOUR: setting.int(1_000, 'Different searches and pages of lists for one person or program in an hour; 0 sets no limit'),
  REQUEST_SECONDS: setting.int(120, 'Seconds in which a request has to be sent whole; whoever sends a byte now and then is cut off', { min: 1, max: 3_600 }),
  HHP_MASTER_KEY: setting.required('Key that wraps the data keys of members', aKey),
  HHP_AUDIT_KEY: setting.required('Key by which the audit is chained; kept where whoever runs the database cannot read it', aKey),
  AUDIT_CHECKPOINT_FOLDER: setting.text('', 'Folder, on other storage than the database, that checkpoints of the audit are written to beside Kafka'),
  AUDIT_CHECKPOINT_MS: setting.int(10_000, 'Milliseconds between two checkpoints of an audit that grows', { min: 100, max: 3_600_000 }),
  CLOCK_OFFSET_MS: setting.int(0, 'Milliseconds by which the clock is set forward; demonstrations and tests only', { min: -1e14, max: 1e14 }),
  READING: setting.text('on', 'Whether the service reads events; off leaves its readers out, to see what a stack does without them', anOnOff),
  STAFF_LOOK_MS: setting.int(1000, 'Milliseconds between two looks at who may not act any more', { min: 50, max: 10_000 }),
  LOG_LEVEL: setting.text('info', 'The least important lines that are logged', {
    pattern: /^(debug|info|warn|error|silent)$/, wanted: 'debug, info, warn, error or silent',
  }),
  TIME_ZONE: setting.text('America/Los_Angeles', 'Time zone of days and office hours', { pattern: { test: isTimeZone }, wanted: 'the name of a time zone' }),
  EXTRA_HOLIDAYS: setting.text('', 'Days on which offices are closed beside weekends and the holidays of California, with commas between', {
    pattern: /^\d{4}-\d{2}-\d{2}(,\d{4}-\d{2}-\d{2})*$/, wanted: 'a list of days such as 2027-01-02',
  }),
  OFFICE_OPENS: setting.text('08:00', 'When offices open', aTime),
  OFFICE_CLOSES: setting.text('17:00', 'When offices close', aTime),
} satisfies Declared;

/** Inject the settings of a service with `@Inject(SETTINGS) settings: Settings<typeof mySettings>`. */
export const SETTINGS = Symbol('settings');
export type Settings<D extends Declared = Record<never, never>> = ValuesOf<typeof hostSettings> & ValuesOf<D>;

/** All that can be set of one service, its own settings and everybody's, with what is known of it already. */
export function settingsOf(service: string, own: Declared): Declared {
  return {
    ...hostSettings,
    SERVICE_NAME: { ...hostSettings.SERVICE_NAME, fallback: service },
    OIDC_AUDIENCE: { ...hostSettings.OIDC_AUDIENCE, fallback: `hhp-${service}` },
    ...own,
  };
}
