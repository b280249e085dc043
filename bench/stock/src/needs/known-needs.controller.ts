import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { config } from '../config.js';
import { InboxEntry } from '../inbox/inbox-entry.entity.js';
import { eventOf } from '../inbox/event-of.js';
import { KnownNeed } from './known-need.entity.js';

interface NeedIdentified {
  needId: string;
  memberId: string;
  category: string;
}

@Controller()
export class KnownNeedsController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  @EventPattern(`${config.topicPrefix}hhp.assessment`)
  async remember(@Ctx() context: unknown) {
    const { id, type, tenant, data } = eventOf<NeedIdentified>(context as KafkaContext);
    if (type !== 'NeedIdentified') return;
    await this.dataSource.transaction(async (manager) => {
      if (await manager.existsBy(InboxEntry, { eventId: id })) return;
      await manager.insert(InboxEntry, { eventId: id });
      await manager.save(KnownNeed, { tenant, needId: data.needId, memberId: data.memberId, category: data.category });
    });
  }
}
