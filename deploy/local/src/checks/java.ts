import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../problem.js';

const run = promisify(execFile);
const oldest = 17;
const remedy = 'install both by one command, for instance "apt-get install maven" or "brew install maven", or name a Kafka by KAFKA_BROKERS.';

/** The Java to run Kafka with: that of JAVA_HOME, or the first of the PATH. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const java = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  const said = await run(java, ['-version'], { env }).then(({ stderr }) => stderr, () => '');
  const [, major, minor] = /version "(\d+)(?:\.(\d+))?/.exec(said) ?? [];
  const where = env.JAVA_HOME ? 'by JAVA_HOME' : 'on the PATH';
  if (!major) throw new Problem(`Java was not found ${where}; Kafka needs Java ${oldest} or newer and Maven: ${remedy}`);
  const version = Number(major === '1' ? minor : major);
  if (version < oldest) throw new Problem(`Java ${version} is too old for Kafka, which needs Java ${oldest} or newer and Maven: ${remedy}`);
  return java;
}

/** Maven, which fetches Kafka's jars once. */
export async function findMaven(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  try {
    await run('mvn', ['--version'], { env });
  } catch {
    throw new Problem(`Maven was not found on the PATH; it fetches Kafka once, which also needs Java ${oldest} or newer: ${remedy}`);
  }
}
