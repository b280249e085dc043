import { quantile } from '../run/spread.js';
import { type Answered, Connection } from './connection.js';

/** A request of the load, and what its answer has to be. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Lines that end in CRLF. */
  readonly headers: string;
  readonly body: string;
  readonly expected: (status: number) => boolean;
  /** What was done by it; a refusal that was expected does nothing. */
  readonly counts: boolean;
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly next: () => Ask;
  /** Told of every answer, with the time at which the request was due. */
  readonly answered?: (ask: Ask, answer: Answered, due: number) => void;
}

export interface Loaded {
  /** Answers that counted, in the measured time. */
  readonly done: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

const timesOf = (latencies: number[], done: number, seconds: number): Loaded => {
  latencies.sort((one, other) => one - other);
  return { done, seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
};

async function answer({ answered }: Load, connection: Connection, ask: Ask, due: number): Promise<void> {
  const got = await connection.ask(ask.method, ask.path, ask.headers, ask.body);
  if (!ask.expected(got.status)) throw new Error(`${ask.method} ${ask.path} was answered ${got.status}: ${got.body.slice(0, 200)}`);
  answered?.(ask, got, due);
}

/** Closed loop: each connection asks again as soon as it is answered, for so many seconds. */
export async function asFastAsAnswered(load: Load, seconds: number): Promise<Loaded> {
  const connections = Array.from({ length: load.connections }, () => new Connection(new URL(load.url)));
  const [latencies, began]: [number[], number] = [[], performance.now()];
  const until = began + seconds * 1000;
  let done = 0;
  try {
    await Promise.all(connections.map(async (connection) => {
      while (performance.now() < until) {
        const [ask, at] = [load.next(), performance.now()];
        await answer(load, connection, ask, at);
        if (!ask.counts) continue;
        latencies.push(performance.now() - at);
        done++;
      }
    }));
    return timesOf(latencies, done, (performance.now() - began) / 1000);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Open loop: so many requests a second whatever becomes of them; a latency counts from when the request was due. */
export async function atRate(load: Load, perSecond: number, seconds: number): Promise<Loaded> {
  const idle = Array.from({ length: load.connections }, () => new Connection(new URL(load.url)));
  const [all, due, latencies, began]: [Connection[], number[], number[], number] = [[...idle], [], [], performance.now()];
  const total = Math.round(perSecond * seconds);
  let [sent, done] = [0, 0];
  try {
    await new Promise<void>((resolve, reject) => {
      const serve = (): void => {
        while (due.length > 0 && idle.length > 0) {
          const [connection, at, ask] = [idle.pop()!, due.shift()!, load.next()];
          answer(load, connection, ask, at).then(() => {
            latencies.push(performance.now() - at);
            idle.push(connection);
            if (++done === total) { clearInterval(timer); resolve(); } else serve();
          }, reject);
        }
      };
      const timer = setInterval(() => {
        for (const now = performance.now(); sent < total && began + (sent * 1000) / perSecond <= now; sent++) due.push(began + (sent * 1000) / perSecond);
        serve();
      }, 1);
    });
    return timesOf(latencies, done, (performance.now() - began) / 1000);
  } finally {
    for (const connection of all) connection.close();
  }
}
