import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Entity('outbox')
@Index(['id'], { where: 'sent_at IS NULL' })
export class OutboxEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('uuid', { name: 'event_id' })
  eventId!: string;

  @Column()
  topic!: string;

  @Column()
  key!: string;

  @Column()
  type!: string;

  @Column()
  tenant!: string;

  @Column()
  subject!: string;

  @Column()
  version!: number;

  @Column('jsonb')
  payload!: object;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;
}
