import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { InboxEntry } from '../inbox/inbox-entry.entity.js';
import { KnownMember } from './known-member.entity.js';

export interface MemberEvent {
  memberId: string;
  enrollmentId: string;
  careEntityId: string;
  enrolledOn: string;
  disenrolledOn: string;
}

@Injectable()
export class MembersService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async remember({ id, type, tenant, version, data }: { id: string; type: string; tenant: string; version: number; data: MemberEvent }) {
    await this.dataSource.transaction(async (manager) => {
      if (await manager.existsBy(InboxEntry, { eventId: id })) return;
      await manager.insert(InboxEntry, { eventId: id });
      const { memberId, enrollmentId, careEntityId, enrolledOn, disenrolledOn } = data;
      if (type === 'MemberEnrolled') {
        await manager.save(KnownMember, { tenant, memberId, enrollmentId, careEntityId, enrolledOn, leftOn: null, version });
      } else if (type === 'MemberDisenrolled') {
        await manager.update(KnownMember, { tenant, memberId }, { leftOn: disenrolledOn, version });
      }
    });
  }
}
