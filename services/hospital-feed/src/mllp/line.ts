import { once } from 'node:events';
import type { Socket } from 'node:net';
import { crashPoint } from '@hhp/messaging';
import { type Frame, type Framing, betweenFrames, framed, framesIn } from './framing.js';

export interface LineTerms {
  readonly maxFrameBytes: number;
  readonly frameSeconds: number;
  /** So long nothing may come between two frames. */
  readonly idleSeconds: number;
  /** Answers a frame; what it answers is committed. */
  readonly receive: (frame: Frame) => Promise<readonly string[]>;
  /** Told when a peer stopped in the midst of a frame or takes no answer. */
  readonly stalled: () => void;
}

/**
 * One hospital's line. It is read, handled and answered one frame after the other, so answers come in the order of the messages, and
 * a hospital that sends faster than we commit is slowed by TCP itself: nothing is read ahead.
 */
export class Line {
  private framing: Framing = betweenFrames;
  private deadline: NodeJS.Timeout | undefined;
  private busy = false;
  private stopping = false;

  constructor(private readonly socket: Socket, private readonly terms: LineTerms) {
    socket.on('error', () => socket.destroy());
    // A handled frame may take longer than the line may be idle; who waits for its answer is not idle.
    socket.setTimeout(terms.idleSeconds * 1_000, () => { if (!this.busy) socket.destroy(); });
  }

  /** Serves until either side ends it. A line that breaks ends like one that is closed: its peer repeats what was not answered. */
  async serve(): Promise<void> {
    try {
      // The line stays open behind the last chunk, so that answers on their way arrive.
      for await (const chunk of this.socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        if (!await this.take(chunk)) break;
      }
    } catch {
      // ECONNRESET and its kin: the peer went away.
    } finally {
      this.calm();
      this.socket.removeAllListeners('timeout').setTimeout(2000, () => this.socket.destroy());
      this.socket.destroySoon();
    }
  }

  /** Finishes the frame that is being answered, if there is one, and closes. */
  stop(): void {
    this.stopping = true;
    if (!this.busy) this.socket.destroy();
  }

  private async take(chunk: Buffer): Promise<boolean> {
    const { framing, frames, brokenOff } = framesIn(this.framing, chunk, this.terms.maxFrameBytes);
    this.framing = framing;
    // Counted from the frame's first byte: whoever sends a byte now and then does not hold the line for ever.
    if (frames.length > 0 || brokenOff > 0 || !framing.inside) this.calm();
    for (const frame of frames) {
      this.busy = true;
      crashPoint('mllp.after-frame-before-store');
      const answers = await this.terms.receive(frame);
      crashPoint('mllp.after-store-before-answer');
      await this.answer(answers);
      crashPoint('mllp.after-answer');
      this.busy = false;
      if (this.stopping) return false;
    }
    if (framing.inside) this.within();
    return true;
  }

  private async answer(answers: readonly string[]): Promise<void> {
    for (const answer of answers) {
      if (this.socket.destroyed || this.socket.write(framed(answer))) continue;
      this.within();
      await Promise.race([once(this.socket, 'drain'), once(this.socket, 'close')]);
      this.calm();
    }
  }

  /** A peer that stops in the midst of a frame, or takes no answer, holds a connection for nothing. */
  private within(): void {
    this.deadline ??= setTimeout(() => {
      this.terms.stalled();
      this.socket.destroy();
    }, this.terms.frameSeconds * 1000).unref();
  }

  private calm(): void {
    clearTimeout(this.deadline);
    this.deadline = undefined;
  }
}
