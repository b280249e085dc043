import { notFound } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import { WebhookCommands, type WebhookSet, type WebhookShown } from './webhook.commands.js';
import { WebhookRequest } from './webhook.requests.js';

const byOwnerOrSteward = {
  roles: ['cbo-staff', 'directory-steward'], relation: 'any', except: { 'cbo-staff': 'own-organization' }, purpose: 'operations', data: ['configuration'],
} as const;

/** Where an organization is told by a program that a referral waits for it: without a word about the member. */
@Controller('webhooks')
export class WebhookController {
  constructor(private readonly webhooks: WebhookCommands) {}

  @Put(':organizationId')
  @Access(byOwnerOrSteward)
  set(@CallerOf() caller: Caller, @Param('organizationId', ParseUUIDPipe) organizationId: string, @Body() { url }: WebhookRequest): Promise<WebhookSet> {
    return this.webhooks.set(caller, own(caller, organizationId), url);
  }

  @Get(':organizationId')
  @Access(byOwnerOrSteward)
  show(@CallerOf() caller: Caller, @Param('organizationId', ParseUUIDPipe) organizationId: string): Promise<WebhookShown> {
    return this.webhooks.show(caller, own(caller, organizationId));
  }

  /** A new secret; notices are signed with the old one too for a while. */
  @Post(':organizationId/secret')
  @HttpCode(200)
  @Access(byOwnerOrSteward)
  rotate(@CallerOf() caller: Caller, @Param('organizationId', ParseUUIDPipe) organizationId: string): Promise<WebhookSet> {
    return this.webhooks.rotate(caller, own(caller, organizationId));
  }

  @Delete(':organizationId')
  @Access(byOwnerOrSteward)
  remove(@CallerOf() caller: Caller, @Param('organizationId', ParseUUIDPipe) organizationId: string): Promise<{ organizationId: string }> {
    return this.webhooks.remove(caller, own(caller, organizationId));
  }
}

/** Somebody of an organization sees its own webhook alone; that others have one is not told. */
function own({ role, organization }: Caller, organizationId: string): string {
  if (role === 'cbo-staff' && organization?.toLowerCase() !== organizationId.toLowerCase()) throw notFound('webhook');
  return organizationId.toLowerCase();
}
