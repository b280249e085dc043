import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MemberEnrolled } from '@hhp/contracts';
import { exampleService } from './example/example.js';
import { startForTest } from './start-for-test.js';

describe('a service that was told not to read', () => {
  it('serves and says, but nothing of what others say reaches it', async () => {
    const running = await startForTest(exampleService, { settings: { READING: 'off', LOG_LEVEL: 'silent' } });
    try {
      const event: MemberEnrolled = {
        type: 'MemberEnrolled',
        data: {
          memberId: randomUUID(), enrollmentId: randomUUID(), contractCode: 'plan-06075', county: '06075', population: 'SPA1', careEntityId: randomUUID(),
          enrolledOn: '2019-09-01',
        },
      };
      await running.publish([{ event, tenant: 'golden-gate', version: 1 }]);
      const { body } = await running.request('GET', '/operations/status', { as: await running.token('operator') });
      expect((body as { readers: unknown[] }).readers).toEqual([]);
      await pause(1_000);
      expect(await running.query('SELECT * FROM known_member')).toEqual([]);
    } finally {
      await running.stop();
    }
  });
});
