import { idPattern } from '@hhp/contracts';
import { Matches } from 'class-validator';

export class EraseRequest {
  /** A code: `asked-by-member`, `listed-by-mistake` … */
  @Matches(idPattern) readonly reason!: string;
}
