import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsTimeZone, Matches, MaxLength } from 'class-validator';

export class DeclareFeedRequest {
  /** MSH-3.1 of the hospital's messages. */
  @IsString() @MaxLength(180) readonly sendingApplication!: string;
  /** MSH-4.1 of the hospital's messages. */
  @IsString() @MaxLength(180) readonly sendingFacility!: string;
  /** The zone of times that carry no offset; America/Los_Angeles unless said. */
  @IsOptional() @MaxLength(64) @IsTimeZone() readonly zone?: string;
  /** `as-asked` follows MSH-15 and MSH-16; `original` always gives the one answer AA, AE or AR. */
  @IsOptional() @IsIn(['as-asked', 'original']) readonly answerMode?: 'as-asked' | 'original';
  /** The processing ids (MSH-11) that mean real patients: P unless said. */
  @IsOptional() @IsArray() @ArrayNotEmpty() @ArrayMaxSize(3) @ArrayUnique() @IsIn(['P', 'T', 'D'], { each: true }) readonly processingIds?: readonly string[];
  /**
   * The certificates by which the hospital's lines over TLS are known: their SHA-256 as hex with colons (`openssl x509 -fingerprint -sha256`).
   * Several while one replaces another; none unless said, and then no line over TLS may speak for the hospital.
   */
  @IsOptional() @IsArray() @ArrayMaxSize(8) @ArrayUnique()
  @Matches(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/, { each: true }) readonly certificates?: readonly string[];
}
