import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('known_member')
export class KnownMember {
  @PrimaryColumn()
  tenant!: string;

  @PrimaryColumn('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('uuid', { name: 'enrollment_id' })
  enrollmentId!: string;

  @Column('uuid', { name: 'care_entity_id' })
  careEntityId!: string;

  @Column('date', { name: 'enrolled_on' })
  enrolledOn!: string;

  @Column('date', { name: 'left_on', nullable: true })
  leftOn!: string | null;

  @Column({ default: 0 })
  version!: number;
}
