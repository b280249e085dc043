const { env } = process;

export const config = {
  service: env['OIDC_AUDIENCE'] ?? 'hhp-assessment',
  host: env['HTTP_HOST'] ?? '127.0.0.1',
  port: Number(env['HTTP_PORT'] ?? 3000),
  databaseUrl: env['DATABASE_URL'] ?? '',
  poolSize: Number(env['STOCK_POOL'] ?? 20),
  brokers: (env['KAFKA_BROKERS'] ?? '').split(','),
  topicPrefix: env['TOPIC_PREFIX'] ?? '',
  /** Whether the application reads events beside serving HTTP. */
  consumes: env['STOCK_CONSUMES'] === 'on',
  group: env['STOCK_GROUP'] ?? `${env['TOPIC_PREFIX'] ?? ''}${env['OIDC_AUDIENCE'] ?? ''}`,
  partitionsAtOnce: Number(env['STOCK_PARTITIONS_AT_ONCE'] ?? 12),
  pollMs: 500,
  pollBatch: 500,
  issuer: env['OIDC_ISSUER'] ?? '',
  audience: env['OIDC_AUDIENCE'] ?? '',
};
