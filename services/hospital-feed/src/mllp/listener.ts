import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { type TLSSocket, createServer as createTlsServer } from 'node:tls';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AdtMessageCommands } from '../adt-message/adt-message.commands.js';
import type { hospitalFeedSettings } from '../settings.js';
import { Line } from './line.js';
import { securityOf } from './security.js';

/** A hospital may close its side behind its last message; it gets its answers all the same. */
const lineOptions = { keepAlive: true, noDelay: true, allowHalfOpen: true };

/** Where hospitals send by MLLP. */
@Injectable()
export class MllpListener {
  private readonly logger = new Logger('mllp');
  private readonly lines = new Map<Line, Promise<void>>();
  /** Connections over TLS, by their peer, whose certificate is not known to be a hospital's yet. */
  private readonly arriving = new Map<string, Socket>();
  private server: Server | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings<typeof hospitalFeedSettings>, private readonly messages: AdtMessageCommands) {}

  /** The port that is really listened on. */
  get port(): number {
    return (this.server?.address() as AddressInfo | null)?.port ?? 0;
  }

  async start(): Promise<void> {
    const security = securityOf(this.settings);
    this.server = security
      ? this.overTls(createTlsServer({ ...lineOptions, ...security }, (socket) => void this.acceptKnown(socket)))
      : createServer(lineOptions, (socket) => { this.accept(socket); });
    this.server.maxConnections = this.settings.MLLP_MAX_CONNECTIONS;
    this.server.listen(this.settings.MLLP_PORT, this.settings.MLLP_HOST);
    await once(this.server, 'listening');
  }

  /** Takes no new line, lets each finish the frame that it is answering, and closes. */
  async stop(): Promise<void> {
    const closed = this.server?.listening ? once(this.server, 'close') : undefined;
    this.server?.close();
    for (const socket of this.arriving.values()) socket.destroy();
    for (const line of this.lines.keys()) line.stop();
    await Promise.all(this.lines.values());
    await closed;
  }

  /** Whoever does not finish the handshake is not waited for, and not by the end of the service either. */
  private overTls(server: Server): Server {
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket); // which a closed socket does not know any more
      this.arriving.set(peer, socket);
      socket.once('close', () => { this.arriving.delete(peer); });
    });
    return server.on('tlsClientError', (_error: Error, socket: TLSSocket) => {
      this.logger.warn('A line was refused: it showed no certificate that is trusted here');
      this.arriving.get(peerOf(socket))?.destroy();
      socket.destroy();
    });
  }

  /** The authority says whose certificate it is; our own list says that this one is a hospital's. */
  private async acceptKnown(socket: TLSSocket): Promise<void> {
    const certificate = socket.getPeerCertificate().fingerprint256;
    socket.on('error', () => socket.destroy());
    const known = await this.messages.isKnown(certificate).catch((error: unknown) => { this.logger.error('A certificate could not be looked up', error); });
    this.arriving.delete(peerOf(socket));
    if (known && !socket.destroyed) return this.accept(socket, certificate);
    if (known === false) this.logger.warn('A line was refused: its certificate is of no hospital that was declared');
    socket.destroy();
  }

  private accept(socket: Socket, certificate?: string): void {
    const line = new Line(socket, {
      maxFrameBytes: this.settings.MLLP_MAX_FRAME_BYTES, frameSeconds: this.settings.MLLP_FRAME_SECONDS, idleSeconds: this.settings.MLLP_IDLE_SECONDS,
      receive: ({ bytes, tooLarge }) => this.messages.receive(bytes, { tooLarge, certificate, unsigned: true }),
      stalled: () => this.logger.warn('A line was closed: its peer stopped in the midst of a frame or took no answer'),
    });
    this.lines.set(line, line.serve().finally(() => this.lines.delete(line)));
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
