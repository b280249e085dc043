import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { AdtMessageCommands } from '../adt-message/adt-message.commands.js';
import type { hospitalFeedSettings } from '../settings.js';
import { Line } from './line.js';

/** Where hospitals send by MLLP. */
@Injectable()
export class MllpListener {
  private readonly logger = new Logger('mllp');
  private readonly lines = new Map<Line, Promise<void>>();
  private server: Server | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings<typeof hospitalFeedSettings>, private readonly messages: AdtMessageCommands) {}

  /** The port that is really listened on. */
  get port(): number {
    return (this.server?.address() as AddressInfo | null)?.port ?? 0;
  }

  async start(): Promise<void> {
    // A hospital may close its side behind its last message; it gets its answers all the same.
    this.server = createServer({ keepAlive: true, noDelay: true, allowHalfOpen: true }, (socket) => this.accept(socket));
    this.server.maxConnections = this.settings.MLLP_MAX_CONNECTIONS;
    this.server.listen(this.settings.MLLP_PORT, this.settings.MLLP_HOST);
    await once(this.server, 'listening');
  }

  /** Takes no new line, lets each finish the frame that it is answering, and closes. */
  async stop(): Promise<void> {
    const closed = this.server?.listening ? once(this.server, 'close') : undefined;
    this.server?.close();
    for (const line of this.lines.keys()) line.stop();
    await Promise.all(this.lines.values());
    await closed;
  }

  private accept(socket: Socket): void {
    const line = new Line(socket, {
      maxFrameBytes: this.settings.MLLP_MAX_FRAME_BYTES, frameSeconds: this.settings.MLLP_FRAME_SECONDS,
      receive: ({ bytes, tooLarge }) => this.messages.receive(bytes, { tooLarge, unsigned: true }),
      stalled: () => this.logger.warn('A line was closed: its peer stopped in the midst of a frame or took no answer'),
    });
    this.lines.set(line, line.serve().finally(() => this.lines.delete(line)));
  }
}
