import { randomUUID } from 'node:crypto';
import type { MemberEnrolled } from '@hhp/contracts';
import { eventually, type Running, type Said, startForTest } from '@hhp/testing';
import { assessmentService } from './service.js';

interface Options { readonly body?: object; readonly as?: string; readonly key?: string }

/** A member's enrolment, as enrolment says it; for specs. */
export const enrolled = (memberId: string, enrolledOn = '2019-09-01'): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: {
    memberId, enrollmentId: randomUUID(), contractCode: 'golden-gate-06075', county: '06075', population: 'SPA1', careEntityId: randomUUID(), enrolledOn,
  },
});

/** The real service with a coordinator of one plan; for specs. */
export class Stage {
  static readonly tenant = 'golden-gate';
  static readonly at = '2019-09-12T16:30:00.000Z';
  /** What members say, which must never leave the service. */
  static readonly words = 'I want to sleep without fear';

  private constructor(readonly running: Running, private readonly coordinator: string) {}

  static async open(): Promise<Stage> {
    const running = await startForTest(assessmentService);
    running.at(Stage.at);
    return new Stage(running, await running.token('care-coordinator', { tenant: Stage.tenant }));
  }

  async ask<Body>(method: 'GET' | 'POST', path: string, options: Options = {}): Promise<{ status: number; body: Body }> {
    const { status, body } = await this.running.request(method, path, { as: this.coordinator, ...options });
    return { status, body: body as Body };
  }

  /** Says facts of one aggregate in their order, the first one with this version. */
  say(events: readonly { readonly type: string; readonly data: object }[], version = 1): Promise<void> {
    return this.running.publish(events.map((event, nth) => ({ event, tenant: Stage.tenant, version: version + nth })));
  }

  /** A member who is enrolled and known to this service. */
  async aMember(enrolledOn?: string): Promise<string> {
    const memberId = randomUUID();
    await this.say([enrolled(memberId, enrolledOn)]);
    await eventually(async () => expect((await this.ask('GET', `/members/${memberId}/needs`)).status).toBe(200));
    return memberId;
  }

  async aNeed(memberId: string, category = 'goods'): Promise<string> {
    return (await this.ask<{ needId: string }>('POST', `/members/${memberId}/needs`, { body: { category, note: Stage.words } })).body.needId;
  }

  async saidOf(memberId: string): Promise<Said[]> {
    return (await this.running.said()).filter((event) => event.key === memberId);
  }
}
