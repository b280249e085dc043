import { type Server, type Socket, connect, createServer } from 'node:net';

/** What happens to the connections that pass. */
export type Passage = 'open' | 'black-hole' | 'refused';

/** A small TCP proxy in front of a server: it lets pass, swallows without a word, or cuts. */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private passage: Passage = 'open';
  /** Connections that a fault met. */
  hit = 0;

  private constructor(private readonly server: Server, private readonly target: number) {}

  static async before(target: number, port: number): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new FaultProxy(server, target);
    server.on('connection', (socket) => { proxy.carry(socket); });
    await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(port, '127.0.0.1', resolve); });
    return proxy;
  }

  /** Ends every connection in the midst of whatever it carries. */
  reset(): void {
    this.hit += this.sockets.size;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  pass(passage: Passage): void {
    this.passage = passage;
    if (passage === 'refused') this.reset();
    if (passage === 'black-hole') this.hit += this.sockets.size;
    for (const socket of this.sockets) {
      if (passage === 'black-hole') socket.pause();
      else socket.resume();
    }
  }

  stop(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private carry(socket: Socket): void {
    if (this.passage === 'refused') {
      socket.resetAndDestroy();
      return;
    }
    const other = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    for (const [one, two] of [[socket, other], [other, socket]] as const) {
      this.sockets.add(one);
      one.on('data', (bytes) => { if (!two.write(bytes)) one.pause(); });
      two.on('drain', () => { if (this.passage === 'open') one.resume(); });
      one.on('end', () => { two.end(); }).on('error', () => { two.destroy(); }).on('close', () => { this.sockets.delete(one); two.destroy(); });
      if (this.passage === 'black-hole') one.pause();
    }
  }
}
