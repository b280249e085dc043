import { type Fetched, fetchByMaven, placeOf } from '../maven.js';

const kafka: Fetched = { what: 'Kafka', pom: 'deploy/local/kafka/pom.xml', goal: 'dependency:copy-dependencies' };

/** The folder of Kafka's jars for the present `pom.xml`; whether it is there tells whether Maven is needed. */
export function jarsOf(folder: string): { jars: string; present: boolean } {
  const { place, present } = placeOf(kafka, folder);
  return { jars: place, present };
}

/** Fetches Kafka and what it needs by Maven, once. */
export const fetchJars = (folder: string, signal?: AbortSignal): Promise<string> => fetchByMaven(kafka, folder, signal);
