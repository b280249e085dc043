import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('known_need')
export class KnownNeed {
  @PrimaryColumn()
  tenant!: string;

  @PrimaryColumn('uuid', { name: 'need_id' })
  needId!: string;

  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column()
  category!: string;
}
