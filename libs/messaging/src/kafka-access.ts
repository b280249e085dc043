import kafkajs, { type AclEntry } from 'kafkajs';
import { type KafkaPlace, kafkaClient, withAdmin } from './kafka-log.js';
import { rightsOf, topicsWithRights } from './topic-rights.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/**
 * Gives each service its rights at a broker that gives none unasked: its topics, and the groups that go by its name. Told again it changes
 * nothing. `place` names an administrator; the user of a service goes by the service's name.
 */
export function grantTopics(place: KafkaPlace, services: readonly string[]): Promise<void> {
  return withAdmin(kafkaClient(place), async (admin) => {
    await admin.createAcls({ acl: services.flatMap((service) => entriesOf(service, place.topicPrefix)) });
  });
}

function entriesOf(service: string, prefix: string): AclEntry[] {
  const allow = { principal: `User:${service}`, host: '*', permissionType: AclPermissionTypes.ALLOW };
  const operations = { read: AclOperationTypes.READ, write: AclOperationTypes.WRITE };
  const onTopics = topicsWithRights(service).flatMap((topic) => rightsOf(service, topic).map((right) => ({
    ...allow, resourceType: AclResourceTypes.TOPIC, resourceName: `${prefix}${topic}`, resourcePatternType: ResourcePatternTypes.LITERAL, operation: operations[right],
  })));
  // The groups of its readers, and those under which a service reads its own topics once.
  const onGroups = [`${prefix}hhp.${service}.`, `hhp.outside.${service}.`].map((group) => ({
    ...allow, resourceType: AclResourceTypes.GROUP, resourceName: group, resourcePatternType: ResourcePatternTypes.PREFIXED, operation: AclOperationTypes.READ,
  }));
  return [...onTopics, ...onGroups];
}
