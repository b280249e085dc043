import { type MemberAnswer, memberAnswers } from '@hhp/contracts';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** What the forms of the member's page send; a field that was left empty comes as an empty text. */
export class MemberAnswerRequest {
  @IsUUID() readonly referralId!: string;
  @IsIn(memberAnswers) readonly answer!: MemberAnswer;
  @IsOptional() @IsString() @MaxLength(10) readonly on?: string;
}
