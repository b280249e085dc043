import { datePattern, type ExitReason, exitReasons, idPattern, type Population, populations } from '@hhp/contracts';
import { IsIn, IsISO8601, IsOptional, IsUUID, Matches } from 'class-validator';

export class EnrollRequest {
  @Matches(idPattern) readonly contractCode!: string;
  /** Federal code of the county, `06075`, or its two-digit Medi-Cal code. */
  @Matches(/^(\d{5}|\d{2})$/) readonly county!: string;
  @IsIn(populations) readonly population!: Population;
  @IsUUID() readonly careEntityId!: string;
  @IsOptional() @Matches(idPattern) readonly coordinatorId?: string;
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly enrolledOn!: string;
}

export class DisenrollRequest {
  /** The first day on which the member is not in the programme any more. */
  @Matches(datePattern) @IsISO8601({ strict: true }) readonly disenrolledOn!: string;
  @IsIn(exitReasons) readonly reason!: ExitReason;
}

export class VoidEnrollmentRequest {
  /** A code: `wrong-person`, `entered-twice` … */
  @Matches(idPattern) readonly reason!: string;
}
