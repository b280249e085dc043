import fc from 'fast-check';
import { type Frame, betweenFrames, framed, framesIn } from './framing.js';

/** Reads a stream that comes in these chunks. */
function read(chunks: readonly Uint8Array[], limit = 1000): { frames: string[]; tooLarge: boolean[]; open: boolean; brokenOff: number } {
  let framing = betweenFrames;
  let brokenOff = 0;
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    const found = framesIn(framing, chunk, limit);
    framing = found.framing;
    brokenOff += found.brokenOff;
    frames.push(...found.frames);
  }
  return { frames: frames.map((frame) => Buffer.from(frame.bytes).toString('latin1')), tooLarge: frames.map((frame) => frame.tooLarge), open: framing.inside, brokenOff };
}
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('the frames of a connection', () => {
  it('are found when several come at once, with noise before them', () => {
    const stream = Buffer.concat([bytes('noise\r\n'), framed('one'), bytes('\r'), framed('two'), framed('')]);
    expect(read([stream])).toEqual({ frames: ['one', 'two', ''], tooLarge: [false, false, false], open: false, brokenOff: 0 });
  });
  it('end at FS CR only; an FS alone is a byte of the message', () => {
    expect(read([bytes('\x0ba\x1cb\x1c\x1c\r')]).frames).toEqual(['a\x1cb\x1c']);
  });
  it('begin anew when the sender does, and half a message is not answered', () => {
    expect(read([bytes('\x0bMSH|half\r\x0bMSH|whole\x1c\r')])).toMatchObject({ frames: ['MSH|whole'], brokenOff: 1 });
  });
  it('are cut when too large, so that they can be answered but fill no memory', () => {
    expect(read([framed('x'.repeat(1000))])).toMatchObject({ tooLarge: [false] });
    expect(read([framed('x'.repeat(1001))])).toMatchObject({ tooLarge: [true] });
    const large = read([framed('y'.repeat(100_000)), framed('next')]);
    expect(large.frames.map((frame) => frame.length)).toEqual([4096, 4]);
  });
  it('are the same however the stream is cut into chunks', () => {
    const piece = fc.oneof(fc.constantFrom('\x0b', '\x1c', '\r', '\x1c\r', '\x0bMSH|'), fc.string({ maxLength: 30 }));
    const [anyPieces, anyCuts] = [fc.array(piece, { maxLength: 40 }), fc.array(fc.nat(400), { maxLength: 30 })];
    fc.assert(fc.property(anyPieces, anyCuts, fc.integer({ min: 1, max: 60 }), (pieces, cuts, limit) => {
      const stream = bytes(pieces.join(''));
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b), stream.length];
      const chunks = bounds.slice(1).map((to, nth) => stream.subarray(bounds[nth], to));
      expect(read(chunks, limit)).toEqual(read([stream], limit));
    }), { numRuns: 500 });
  });
  it('carry any bytes that hold no start and no end of a frame', () => {
    const message = fc.uint8Array({ maxLength: 200 }).map((each) => each.filter((byte) => byte !== 0x0b && byte !== 0x1c));
    fc.assert(fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
      const stream = Buffer.concat(messages.flatMap((each) => [bytes('\x0b'), each, bytes('\x1c\r')]));
      expect(read([stream]).frames).toEqual(messages.map((each) => Buffer.from(each).toString('latin1')));
    }));
  });
});
