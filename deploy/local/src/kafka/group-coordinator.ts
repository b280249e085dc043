import { type Socket, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const findCoordinator = 10;
const timeoutMs = 2_000;

/**
 * Whether Kafka forms groups already. The first question makes it create its topic of offsets, which takes a moment; a reader that asks
 * at that moment on a busy machine gives up. So we ask before anybody else does. This is the one request that we speak ourselves:
 * only `libs/messaging` knows a client of Kafka.
 */
export async function formsGroups(host: string, port: number, tls?: Identity): Promise<boolean> {
  const answer = await ask(requestFor('hhp-warm-up'), tls ? connectTls({ host, port, timeout: timeoutMs, ...tls }) : connect({ host, port, timeout: timeoutMs }));
  // size (4), correlation (4), error (2): 0 when the coordinator is known
  return answer !== undefined && answer.length >= 10 && answer.readInt16BE(8) === 0;
}

/** What a broker is shown that speaks TLS alone (PEM). */
interface Identity { readonly ca: string; readonly cert: string; readonly key: string }

/** A FindCoordinator request, version 0: the header with our name, and the group's id. */
function requestFor(group: string): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const header = Buffer.alloc(8);
  header.writeInt16BE(findCoordinator, 0);
  header.writeInt16BE(0, 2);
  header.writeInt32BE(1, 4);
  const body = Buffer.concat([header, text('hhp-local'), text(group)]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

function ask(request: Buffer, socket: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0);
    const end = (said?: Buffer) => { socket.destroy(); resolve(said); };
    socket.on('data', (bytes: Buffer) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) end(answer);
    });
    socket.write(request); // waits for the connection
    for (const over of ['timeout', 'error', 'close']) socket.once(over, () => { end(); });
  });
}
