import { once } from 'node:events';
import { connect } from 'node:net';
import type { Stage } from './stage.js';

const [start, end] = ['\x0b', '\x1c\r'];

/** Sends one HL7 message over MLLP and answers the acknowledgement code (MSA-1) and control id (MSA-2). */
export async function sendToHospitalFeed({ addresses: { mllp } }: Pick<Stage, 'addresses'>, message: string): Promise<{ code: string; controlId: string }> {
  const socket = connect(mllp.port, mllp.host).setTimeout(10_000, () => { socket.destroy(new Error('The hospital feed did not answer')); });
  try {
    await once(socket, 'connect');
    socket.write(`${start}${message}${end}`);
    let answer = '';
    for await (const bytes of socket) {
      answer += String(bytes);
      if (answer.includes(end)) break;
    }
    const [, code = '', controlId = ''] = answer.split('\r').find((line) => line.startsWith('MSA'))?.split('|') ?? [];
    return { code, controlId };
  } finally {
    socket.destroy();
  }
}
