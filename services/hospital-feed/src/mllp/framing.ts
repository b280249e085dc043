/** Bytes of the minimal lower layer protocol: a frame is VT, the message, FS CR. */
const startBlock = 0x0b;
const endBlock = 0x1c;
const carriageReturn = 0x0d;

/** A frame as it came. Of one that is larger than allowed only the beginning is kept: enough to answer it, not to fill the memory. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly tooLarge: boolean;
}

/** Where the reading of a connection stands between two chunks. */
export interface Framing {
  readonly inside: boolean;
  /** The last byte was FS: only a CR behind it ends the frame, anything else makes it a byte of the message. */
  readonly ending: boolean;
  readonly kept: readonly Uint8Array[];
  readonly size: number;
}

export const betweenFrames: Framing = { inside: false, ending: false, kept: [], size: 0 };

const beginning = 4096;

/**
 * The frames that a chunk completes. One chunk may hold half a frame or five; bytes before a VT belong to none and are dropped.
 * A VT inside a frame begins a new one: its sender broke off and began anew, and half a message is not answered.
 */
export function framesIn(state: Framing, chunk: Uint8Array, limit: number): { framing: Framing; frames: Frame[]; brokenOff: number } {
  const reading = new Reading(state, limit);
  for (let at = 0; at < chunk.length; at++) reading.take(chunk, at);
  reading.endOfChunk(chunk);
  return { framing: reading.state(), frames: reading.frames, brokenOff: reading.brokenOff };
}

class Reading {
  readonly frames: Frame[] = [];
  brokenOff = 0;
  private inside: boolean;
  private ending: boolean;
  private kept: Uint8Array[];
  private size: number;
  /** Where the bytes of this chunk that belong to the current frame begin. */
  private from = 0;

  constructor(state: Framing, private readonly limit: number) {
    ({ inside: this.inside, ending: this.ending, size: this.size } = state);
    this.kept = [...state.kept];
  }

  take(chunk: Uint8Array, at: number): void {
    const byte = chunk[at];
    if (byte === startBlock) {
      if (this.inside) this.brokenOff++;
      this.begin(at + 1);
    } else if (this.inside && this.ending && byte === carriageReturn) {
      this.keep(chunk.subarray(this.from, at));
      this.finish();
    } else {
      this.ending = this.inside && byte === endBlock;
    }
  }

  endOfChunk(chunk: Uint8Array): void {
    if (this.inside) this.keep(chunk.subarray(this.from));
  }

  state(): Framing {
    return { inside: this.inside, ending: this.ending, kept: this.kept, size: this.size };
  }

  private begin(from: number): void {
    Object.assign(this, { inside: true, ending: false, kept: [], size: 0, from });
  }

  /** A copy, as the chunk's memory is used again by who gave it. */
  private keep(part: Uint8Array): void {
    if (part.length === 0) return;
    // One byte more than the limit, as the FS that may end the frame is counted here and is no byte of the message.
    const allowed = this.size + part.length > this.limit + 1 ? Math.max(0, beginning - this.size) : part.length;
    if (allowed > 0) this.kept.push(part.slice(0, allowed));
    this.size += part.length;
  }

  private finish(): void {
    const bytes = concatenated(this.kept);
    const length = this.size - 1; // the FS before the CR is no byte of the message
    const tooLarge = length > this.limit;
    this.frames.push({ bytes: bytes.slice(0, tooLarge ? Math.min(beginning, length) : length), tooLarge });
    Object.assign(this, { inside: false, ending: false, kept: [], size: 0 });
  }
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A message in its frame. */
export function framed(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return concatenated([Uint8Array.of(startBlock), bytes, Uint8Array.of(endBlock, carriageReturn)]);
}
