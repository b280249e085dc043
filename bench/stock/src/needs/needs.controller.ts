import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { User } from '../auth/auth.guard.js';
import { CurrentUser } from '../auth/user.decorator.js';
import { CreateNeedDto } from './create-need.dto.js';
import { NeedsService } from './needs.service.js';

@Controller('members/:memberId/needs')
export class NeedsController {
  constructor(private readonly needs: NeedsService) {}

  @Post()
  create(@Param('memberId', ParseUUIDPipe) memberId: string, @Body() dto: CreateNeedDto, @CurrentUser() user: User) {
    return this.needs.create(user.tenant, memberId, dto);
  }
}
