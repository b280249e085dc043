import { ensureTopics, grantTopics, provisionDatabase } from '@hhp/messaging';
import { checkRealParts, kafkaSecurityOf, realPartsOf } from './checks/real-parts.js';
import { Problem, orSentence } from './problem.js';
import { serviceNames } from './services/service-list.js';
import { dropHarmlessWarnings } from './terminal/signals.js';

/**
 * Prepares real servers for the services: schemas and roles in the database of DATABASE_URL (an administrator's), where every role
 * gets the password SERVICE_PASSWORD, and the declared topics on KAFKA_BROKERS; where an administrator of Kafka is named (KAFKA_USER),
 * each service gets its rights there. Told again it changes nothing.
 */
await orSentence(async () => {
  dropHarmlessWarnings();
  const { databaseUrl, brokers } = realPartsOf(process.env);
  const { SERVICE_PASSWORD: password, TOPIC_PREFIX: prefix = '' } = process.env;
  if (!databaseUrl || !brokers || !password) throw new Problem('DATABASE_URL, KAFKA_BROKERS and SERVICE_PASSWORD must be set.');
  await checkRealParts({ databaseUrl, brokers, issuer: undefined, smtpUrl: undefined });
  for (const service of serviceNames) await provisionDatabase(databaseUrl, service, { password });
  const security = kafkaSecurityOf(process.env);
  await ensureTopics(brokers.split(','), { prefix, security });
  if (security.login) await grantTopics({ brokers: brokers.split(','), topicPrefix: prefix, security }, serviceNames);
  process.stdout.write(`Prepared: schemas and roles of ${serviceNames.join(', ')}, and the declared topics.\n`);
});
