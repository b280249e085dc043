import { type Fetched, fetchByMaven, placeOf } from '../maven.js';

const kafka: Fetched = { what: 'Kafka', pom: 'deploy/local/kafka/pom.xml', goal: 'dependency:copy-dependencies' };

const tools: Fetched = { what: "Kafka's tools", pom: 'deploy/local/kafka-tools/pom.xml', goal: 'dependency:copy-dependencies' };

/** The folder of Kafka's jars for the present `pom.xml`; whether it is there tells whether Maven is needed. */
export function jarsOf(folder: string): { jars: string; present: boolean } {
  const { place, present } = placeOf(kafka, folder);
  return { jars: place, present };
}

/** Fetches Kafka and what it needs by Maven, once. */
export const fetchJars = (folder: string, signal?: AbortSignal): Promise<string> => fetchByMaven(kafka, folder, signal);

/** Fetches Kafka's own tools (console consumer, performance tests) by Maven, once; no stack needs them. */
export const fetchTools = (folder: string): Promise<string> => fetchByMaven(tools, folder);
