import { type CapacityStatus, capacityStatuses, datePattern, momentPattern } from '@hhp/contracts';
import { IsIn, IsInt, IsISO8601, IsOptional, Matches, MaxLength, Max, Min } from 'class-validator';

export class ReportCapacityRequest {
  @IsIn(capacityStatuses) readonly status!: CapacityStatus;
  /** Places, beds, meals: whatever the service counts. */
  @IsOptional() @IsInt() @Min(0) @Max(1_000_000) readonly available?: number;
  @IsOptional() @Matches(datePattern) @IsISO8601({ strict: true }) readonly earliestStartOn?: string;
  /** When it was so; now unless said. */
  @IsOptional() @MaxLength(40) @Matches(momentPattern) @IsISO8601({ strict: true }) readonly asOf?: string;
}
