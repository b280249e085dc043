import { idPattern } from '@hhp/contracts';
import { IsObject, Matches } from 'class-validator';

/** A document of HSDS 3.1 as the steward wants the record to be; it replaces the one before. */
export class EditRecordRequest {
  @IsObject() readonly document!: Record<string, unknown>;
}

export class WithdrawRequest {
  /** A code: `closed`, `duplicate`, `no-longer-offered` … */
  @Matches(idPattern) readonly reason!: string;
}
