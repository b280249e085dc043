import { randomUUID } from 'node:crypto';
import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { config } from '../config.js';
import { KnownMember } from '../members/known-member.entity.js';
import { OutboxEntry } from '../outbox/outbox-entry.entity.js';
import type { CreateNeedDto } from './create-need.dto.js';
import { Need } from './need.entity.js';
import { NeedNote } from './need-note.entity.js';

@Injectable()
export class NeedsService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  create(tenant: string, memberId: string, dto: CreateNeedDto) {
    return this.dataSource.transaction(async (manager) => {
      const member = await manager.findOne(KnownMember, { where: { tenant, memberId }, lock: { mode: 'pessimistic_write' } });
      if (!member) throw new NotFoundException();
      const [needId, identifiedAt] = [randomUUID(), new Date()];
      const { category, origin = 'coordinator', note } = dto;
      await manager.insert(Need, { tenant, id: needId, version: 1, memberId, category, origin, identifiedAt });
      if (note) await manager.insert(NeedNote, { tenant, needId, note });
      const data = { memberId, needId, category, origin, identifiedAt: identifiedAt.toISOString() };
      await manager.insert(OutboxEntry, {
        eventId: randomUUID(),
        topic: `${config.topicPrefix}hhp.assessment`,
        key: memberId,
        type: 'NeedIdentified',
        tenant,
        subject: needId,
        version: 1,
        payload: data,
      });
      return { needId };
    });
  }
}
