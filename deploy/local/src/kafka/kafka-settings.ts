/** Where one Kafka listens and keeps its data. */
export interface KafkaPlace {
  readonly port: number;
  readonly controllerPort: number;
  /** Where clients are told to come when that is not the port itself: a proxy stands in front. */
  readonly advertisedPort?: number;
  readonly data: string;
  /** Speaks TLS alone, with whoever shows a certificate; the files are PEM. */
  readonly tls?: KafkaTlsFiles | undefined;
  /** Whoever has no right is refused: clients log in, and this administrator gives the rights. */
  readonly guarded?: { readonly password: string } | undefined;
}

export interface KafkaTlsFiles {
  readonly ca: string;
  /** Our certificate and its key, one behind the other. */
  readonly identity: string;
}

/** How clients come in, and by which protocol, which is the listener's name too. */
function listener({ tls, guarded }: Pick<KafkaPlace, 'tls' | 'guarded'>): { name: string; properties: string } {
  const name = `${guarded ? 'SASL_' : ''}${tls ? 'SSL' : 'PLAINTEXT'}`;
  return { name, properties: `inter.broker.listener.name=${name}\n${tls ? encrypted(name, tls) : ''}${guarded ? guard(name, guarded.password) : ''}` };
}

/** That a certificate is required is said for the listener: where clients log in too, Kafka passes over it when it is said for all (KIP-684). */
const encrypted = (listenerName: string, tls: KafkaTlsFiles): string => `ssl.keystore.type=PEM
ssl.keystore.location=${tls.identity}
ssl.truststore.type=PEM
ssl.truststore.location=${tls.ca}
listener.name.${listenerName.toLowerCase()}.ssl.client.auth=required
`;

/** The user who gives rights, and who the broker is to itself. */
export const kafkaAdministrator = 'administrator';

/** Rights are asked for, and nobody has one unasked. The controller's port is this machine's own: whoever comes by it is the broker. */
const guard = (listenerName: string, password: string): string => `sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.${listenerName.toLowerCase()}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
  username="${kafkaAdministrator}" password="${password}";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:${kafkaAdministrator};User:ANONYMOUS
`;

/** A single node that is broker and controller: nothing is created unasked, facts are kept for ever, groups form at once. */
export function serverProperties({ port, controllerPort, advertisedPort = port, data, tls, guarded }: KafkaPlace): string {
  const { name, properties } = listener({ tls, guarded });
  return `
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=${name}://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=${name}://127.0.0.1:${advertisedPort},CONTROLLER://127.0.0.1:${controllerPort}
controller.listener.names=CONTROLLER
listener.security.protocol.map=${name}:${name},CONTROLLER:PLAINTEXT
${properties}log.dirs=${data}
auto.create.topics.enable=false
offsets.topic.num.partitions=3
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=3
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=6000
offsets.retention.minutes=5256000
log.retention.ms=-1
log.retention.bytes=-1
message.max.bytes=4194304
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=16777216
`;
}

/** Warnings and errors on stdout, which goes to the log file of Kafka. */
export const logProperties = `
status=error
appenders=console
appender.console.type=Console
appender.console.name=console
appender.console.layout.type=PatternLayout
appender.console.layout.pattern=%d{ISO8601} %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRefs=console
rootLogger.appenderRef.console.ref=console
`;
