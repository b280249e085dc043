import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Answer } from './invitation.js';

/** What the forms of the page send; a field that was left empty comes as an empty text. */
export class AnswerRequest {
  @IsIn(['acknowledge', 'accept', 'decline']) readonly answer!: Answer['answer'];
  @IsOptional() @IsString() @MaxLength(40) readonly reason?: string;
  @IsOptional() @IsString() @MaxLength(40) readonly expectedStartOn?: string;
}
