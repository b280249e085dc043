import { datePattern, idPattern } from '@hhp/contracts';
import { IsISO8601, Matches } from 'class-validator';

export class ArrangeCoverRequest {
  /** The coordinator who is away, by the `sub` of their tokens. */
  @Matches(idPattern) readonly absent!: string;
  /** Who looks after that one's members meanwhile. */
  @Matches(idPattern) readonly covering!: string;
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly from!: string;
  /** The last day of the cover. */
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly until!: string;
}
