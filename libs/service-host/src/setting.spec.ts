import { readSettings, setting, SettingsWrong } from './setting.js';
import { hostSettings, settingsOf } from './settings.js';

const good = {
  DATABASE_URL: 'postgresql://hhp_notes:secret@db/hhp', RELAY_DATABASE_URL: 'postgresql://hhp_notes_relay:secret@db/hhp', KAFKA_BROKERS: 'kafka:9092,kafka-2:9092',
  OIDC_ISSUER: 'https://issuer.example', HHP_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'), HHP_AUDIT_KEY: Buffer.alloc(32, 8).toString('base64'),
};
const own = { LINK_DAYS: setting.int(14, 'Days for which the link works') };
const read = (environment: Record<string, string>) => readSettings(settingsOf('notes', own), { ...good, ...environment });
const wrongOf = (environment: Record<string, string>): readonly string[] => {
  try { read(environment); } catch (error) { if (error instanceof SettingsWrong) return error.sentences; }
  return [];
};

describe('the settings of a service', () => {
  it('have their defaults where the environment is silent or empty', () => {
    expect(read({ LINK_DAYS: '' })).toMatchObject({ LINK_DAYS: 14, HTTP_PORT: 3000, OIDC_AUDIENCE: 'hhp-notes', SERVICE_NAME: 'notes', TOPIC_PREFIX: '' });
  });
  it('are what the environment says', () => {
    expect(read({ LINK_DAYS: '3', CLOCK_OFFSET_MS: '-5000', OIDC_AUDIENCE: 'other' }))
      .toMatchObject({ LINK_DAYS: 3, CLOCK_OFFSET_MS: -5000, OIDC_AUDIENCE: 'other' });
  });
  it('are all read at the start, and every wrong one is named in a sentence of its own', () => {
    expect(wrongOf({ LINK_DAYS: '-1', HTTP_PORT: '70000', DATABASE_URL: '', KAFKA_BROKERS: 'kafka', TIME_ZONE: 'America/Nowhere' })).toEqual([
      'DATABASE_URL must be a postgresql:// address, with sslmode=verify-full where it is to be encrypted.',
      'KAFKA_BROKERS must be a list of host:port with commas between.',
      'HTTP_PORT must be a whole number from 0 to 65535.',
      'TIME_ZONE must be the name of a time zone.',
      'LINK_DAYS must be a whole number from 0.',
    ]);
  });
  it('are never repeated in what is said about them', () => {
    const secret = 'not-a-key-but-a-secret';
    expect(wrongOf({ HHP_MASTER_KEY: secret, OIDC_ISSUER: secret }).join()).not.toContain(secret);
    expect(wrongOf({ HHP_MASTER_KEY: secret })).toEqual(['HHP_MASTER_KEY must be 32 bytes in base64.']);
  });
  it('refuse a master key of another length', () => {
    for (const bytes of [16, 31, 33, 48]) expect(wrongOf({ HHP_MASTER_KEY: Buffer.alloc(bytes).toString('base64') })).toHaveLength(1);
  });
  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(read({}))).toBe(true);
  });
  it('say each what they are for', () => {
    for (const [name, { doc }] of Object.entries(hostSettings)) expect([name, doc.length > 10]).toEqual([name, true]);
  });
});
