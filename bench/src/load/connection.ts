import { type Socket, connect } from 'node:net';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** One kept-alive HTTP/1.1 connection with one request at a time, as cheap as it can be: the load must not be what is measured. */
export class Connection {
  private socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: Answered): void; reject(error: Error): void } | undefined;

  constructor(private readonly url: URL) {
    this.socket = this.opened();
  }

  private opened(): Socket {
    const socket = connect({ host: this.url.hostname, port: Number(this.url.port), noDelay: true });
    socket.on('data', (bytes: Buffer) => { this.take(bytes); });
    socket.on('error', (error) => { this.waiting?.reject(error); });
    socket.on('close', () => { this.waiting?.reject(new Error('The connection was closed')); });
    return socket;
  }

  ask(method: string, path: string, headers: string, body = ''): Promise<Answered> {
    return new Promise((resolve, reject) => {
      // One that the server has closed while it had nothing to do says so no second time.
      if (this.socket.destroyed || this.socket.readableEnded) this.socket = this.opened();
      this.waiting = { resolve, reject };
      this.socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.url.host}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(bytes: Buffer): void {
    this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
    const end = this.received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? Number.NaN);
    if (Number.isNaN(length)) return this.waiting?.reject(new Error('An answer without a content-length'));
    if (this.received.length < end + 4 + length) return;
    const { waiting } = this;
    const body = this.received.toString('utf8', end + 4, end + 4 + length);
    this.received = this.received.subarray(end + 4 + length);
    this.waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }
}
