import type { KafkaConfig } from 'kafkajs';

/** How a connection to Kafka is kept from others: all of it as PEM texts. */
export interface KafkaTls {
  /** Who may have signed the brokers' certificates; the authorities that Node knows when it is empty. */
  readonly ca?: string;
  /** Our own certificate and its key, where the brokers ask for one. */
  readonly cert?: string;
  readonly key?: string;
}
export interface KafkaLogin { readonly user: string; readonly password: string }
/** What a client shows and asks for before it speaks with a broker; nothing means a plain connection. */
export interface KafkaSecurity {
  readonly tls?: KafkaTls | undefined;
  /** By which the brokers know us, where they ask (SCRAM-SHA-512). */
  readonly login?: KafkaLogin | undefined;
}

/** A broker's certificate and its name are always checked: there is no way to ask for less. */
export const securityConfig = ({ tls, login }: KafkaSecurity = {}): Pick<KafkaConfig, 'ssl' | 'sasl'> => ({
  ...(tls && tlsConfig(tls)),
  ...(login && { sasl: { mechanism: 'scram-sha-512', username: login.user, password: login.password } }),
});

function tlsConfig({ ca, cert, key }: KafkaTls): Pick<KafkaConfig, 'ssl'> {
  return { ssl: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca && { ca: [ca] }), ...(cert && { cert }), ...(key && { key }) } };
}
