import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('need_note')
export class NeedNote {
  @PrimaryColumn()
  tenant!: string;

  @PrimaryColumn('uuid', { name: 'need_id' })
  needId!: string;

  @Column()
  note!: string;
}
