import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, type KafkaContext } from '@nestjs/microservices';
import { config } from '../config.js';
import { eventOf } from '../inbox/event-of.js';
import { type MemberEvent, MembersService } from './members.service.js';

@Controller()
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @EventPattern(`${config.topicPrefix}hhp.member`)
  async remember(@Ctx() context: unknown) {
    await this.members.remember(eventOf<MemberEvent>(context as KafkaContext));
  }
}
