import { connect } from 'node:net';

/** A hospital's line. It sends one message and waits for the acknowledgement; without one nothing is known. */
export function sendMessage(port: number, message: string, patienceMs = 8_000): Promise<{ code: string; controlId: string }> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: patienceMs });
    let heard = '';
    const end = (): void => {
      socket.destroy();
      const [, code = '', controlId = ''] = heard.split('\r').find((line) => line.startsWith('MSA'))?.split('|') ?? [];
      resolve({ code, controlId });
    };
    socket.once('connect', () => { socket.write(`\x0b${message}\x1c\r`); });
    socket.setEncoding('latin1').on('data', (more: string) => {
      heard += more;
      if (heard.includes('\x1c\r')) end();
    });
    for (const over of ['timeout', 'error', 'end', 'close']) socket.once(over, end);
  });
}

export const hospital = { id: '0190c0de-0000-7000-8000-000000000003', sendingApplication: 'BAYGENERAL-ADT', sendingFacility: 'BAYGENERAL' } as const;

const hl7Time = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;

export interface Patient { readonly cin: string; readonly lastName: string; readonly firstName: string; readonly birthDate: string }

/** An admission (A01) or a discharge (A03) of a visit. */
export function admission(trigger: 'A01' | 'A03', patient: Patient, { visit, control, admittedAt, at }: { visit: string; control: string; admittedAt: Date; at: Date }): string {
  const pv1 = Array.from({ length: 45 }, () => '');
  [pv1[1], pv1[2], pv1[18], pv1[43]] = ['I', '4WEST^412^1^BAYGENERAL', visit, hl7Time(admittedAt)];
  if (trigger === 'A03') [pv1[35], pv1[44]] = ['HOME', hl7Time(at)];
  return [
    `MSH|^~\\&|${hospital.sendingApplication}|${hospital.sendingFacility}|HHP|HHP|${hl7Time(at)}||ADT^${trigger}|${control}|P|2.5.1`,
    `EVN|${trigger}|${hl7Time(at)}`,
    `PID|1||MR-${patient.cin}^^^BAYGENERAL^MR~${patient.cin}^^^MEDI-CAL^MC||${patient.lastName}^${patient.firstName}||${patient.birthDate.replaceAll('-', '')}|F`,
    `PV1|1|${pv1.slice(1).join('|')}`, '',
  ].join('\r');
}
