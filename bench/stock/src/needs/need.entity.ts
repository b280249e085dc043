import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity()
export class Need {
  @PrimaryColumn()
  tenant!: string;

  @PrimaryColumn('uuid')
  id!: string;

  @Column()
  version!: number;

  @Index()
  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column()
  category!: string;

  @Column()
  origin!: string;

  @Column('timestamptz', { name: 'identified_at' })
  identifiedAt!: Date;
}
