import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ClientsModule, Transport } from '@nestjs/microservices';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthGuard } from './auth/auth.guard.js';
import { config } from './config.js';
import { HealthController } from './health.controller.js';
import { InboxEntry } from './inbox/inbox-entry.entity.js';
import { KnownMember } from './members/known-member.entity.js';
import { MembersController } from './members/members.controller.js';
import { MembersService } from './members/members.service.js';
import { KnownNeed } from './needs/known-need.entity.js';
import { KnownNeedsController } from './needs/known-needs.controller.js';
import { Need } from './needs/need.entity.js';
import { NeedNote } from './needs/need-note.entity.js';
import { NeedsController } from './needs/needs.controller.js';
import { NeedsService } from './needs/needs.service.js';
import { OutboxEntry } from './outbox/outbox-entry.entity.js';
import { OutboxRelay } from './outbox/outbox.relay.js';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: config.databaseUrl,
      schema: config.service === 'hhp-referral' ? 'referral' : 'assessment',
      autoLoadEntities: true,
      synchronize: true,
      poolSize: config.poolSize,
      installExtensions: false,
    }),
    TypeOrmModule.forFeature([Need, NeedNote, KnownMember, KnownNeed, OutboxEntry, InboxEntry]),
    ClientsModule.register([
      {
        name: 'KAFKA',
        transport: Transport.KAFKA,
        options: {
          client: { clientId: config.service, brokers: config.brokers, logLevel: 1 },
          producerOnlyMode: true,
          producer: { allowAutoTopicCreation: false, idempotent: true, maxInFlightRequests: 1 },
          send: { acks: -1 },
        },
      },
    ]),
  ],
  controllers: [HealthController, NeedsController, ...(config.service === 'hhp-referral' ? [KnownNeedsController] : [MembersController])],
  providers: [NeedsService, MembersService, OutboxRelay, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class AppModule {}
