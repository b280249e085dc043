import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { transitions } from '../referral/transitions.js';

const states = Object.keys(transitions).filter((status) => status !== 'none');

export class ListReferralsRequest {
  @IsOptional() @IsUUID() readonly memberId?: string;
  @IsOptional() @IsIn(states) readonly state?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(10_000) readonly page?: number;
}
