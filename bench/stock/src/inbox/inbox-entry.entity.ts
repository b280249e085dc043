import { CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('inbox')
export class InboxEntry {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;

  @CreateDateColumn({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;
}
