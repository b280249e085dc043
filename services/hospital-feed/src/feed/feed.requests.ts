import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsTimeZone, MaxLength } from 'class-validator';

export class DeclareFeedRequest {
  /** MSH-3.1 of the hospital's messages. */
  @IsString() @MaxLength(180) readonly sendingApplication!: string;
  /** MSH-4.1 of the hospital's messages. */
  @IsString() @MaxLength(180) readonly sendingFacility!: string;
  /** The zone of times that carry no offset; America/Los_Angeles unless said. */
  @IsOptional() @IsTimeZone() readonly zone?: string;
  /** `as-asked` follows MSH-15 and MSH-16; `original` always gives the one answer AA, AE or AR. */
  @IsOptional() @IsIn(['as-asked', 'original']) readonly answerMode?: 'as-asked' | 'original';
  /** The processing ids (MSH-11) that mean real patients: P unless said. */
  @IsOptional() @IsArray() @ArrayNotEmpty() @ArrayUnique() @IsIn(['P', 'T', 'D'], { each: true }) readonly processingIds?: readonly string[];
}
