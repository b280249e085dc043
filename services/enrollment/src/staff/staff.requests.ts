import { idPattern } from '@hhp/contracts';
import { ArrayMaxSize, ArrayUnique, IsArray, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

export class RolesRequest {
  /** Of the roles that tokens carry, or `people-administrator`. None at all leaves somebody nothing they may do. */
  @Matches(idPattern, { each: true }) @IsArray() @ArrayMaxSize(12) @ArrayUnique() readonly roles!: readonly string[];
}

export class RegisterPersonRequest extends RolesRequest {
  /** Who that is to the identity provider: the `sub` of their tokens. */
  @Matches(idPattern) readonly subject!: string;
  /** For the lists of whoever administers; it goes nowhere else. */
  @IsString() @IsNotEmpty() @MaxLength(200) readonly name!: string;
  /** The CB-CME; a person of the plan itself has none, and one of an organization of its own has that. */
  @IsOptional() @IsUUID() readonly organizationId?: string;
}

export class SuspendRequest {
  /** A code: `left`, `leave`, `security` … */
  @Matches(idPattern) readonly reason!: string;
}
