/** A server that was started for tests, or one that was there. */
export interface Server {
  /** The administrator's URL of a PostgreSQL, or the brokers of a Kafka. */
  readonly address: string;
  stop(): Promise<void>;
}
