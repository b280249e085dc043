import { type NeedCategory, needCategories, type NeedStatus, needStatuses } from '@hhp/contracts';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const origins = ['coordinator', 'partner', 'discharge'] as const;

export class IdentifyNeedRequest {
  @IsIn(needCategories) readonly category!: NeedCategory;
  @IsOptional() @IsIn(origins) readonly origin?: (typeof origins)[number];
  /** In the words of whoever names it; stays in this service. */
  @IsOptional() @IsString() @MaxLength(1000) readonly note?: string;
}

export class ConfirmNeedRequest {
  @IsIn(needStatuses) readonly status!: NeedStatus;
}
