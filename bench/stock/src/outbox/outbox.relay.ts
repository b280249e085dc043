import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { Interval } from '@nestjs/schedule';
import { InjectDataSource } from '@nestjs/typeorm';
import { lastValueFrom } from 'rxjs';
import { DataSource, In } from 'typeorm';
import { config } from '../config.js';
import { OutboxEntry } from './outbox-entry.entity.js';

@Injectable()
export class OutboxRelay {
  private busy = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject('KAFKA') private readonly kafka: ClientKafka,
  ) {}

  @Interval(config.pollMs)
  async poll() {
    if (this.busy) return;
    this.busy = true;
    try {
      while ((await this.sendSome()) === config.pollBatch);
    } finally {
      this.busy = false;
    }
  }

  private sendSome() {
    return this.dataSource.transaction(async (manager) => {
      const entries = await manager
        .createQueryBuilder(OutboxEntry, 'entry')
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .where('entry.sentAt IS NULL')
        .orderBy('entry.id')
        .limit(config.pollBatch)
        .getMany();
      for (const topic of new Set(entries.map((entry) => entry.topic))) {
        const messages = entries
          .filter((entry) => entry.topic === topic)
          .map((entry) => ({ key: entry.key, value: entry.payload, headers: headersOf(entry) }));
        await lastValueFrom(this.kafka.emitBatch(topic, { messages }), { defaultValue: undefined });
      }
      if (entries.length > 0) await manager.update(OutboxEntry, { id: In(entries.map((entry) => entry.id)) }, { sentAt: new Date() });
      return entries.length;
    });
  }
}

const headersOf = ({ eventId, type, tenant, subject, version }: OutboxEntry) => ({
  ce_specversion: '1.0',
  ce_id: eventId,
  ce_type: type,
  ce_source: '/stock',
  ce_tenant: tenant,
  ce_subject: subject,
  ce_aggregateversion: String(version),
});
