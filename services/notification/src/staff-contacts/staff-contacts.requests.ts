import { IsBoolean, IsEmail, IsOptional, Matches, MaxLength } from 'class-validator';
import { idPattern } from '@hhp/contracts';

/** Where a person of the care team is reminded, and who is told when they stay silent. */
export class StaffContactRequest {
  @IsEmail() @MaxLength(200) readonly email!: string;
  @IsOptional() @Matches(idPattern) readonly supervisor?: string;
  /** Whether this person is told of every emergency access, in the place of whoever was told before. */
  @IsOptional() @IsBoolean() readonly privacyOfficer?: boolean;
}
