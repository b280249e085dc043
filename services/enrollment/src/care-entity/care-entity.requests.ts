import { idPattern } from '@hhp/contracts';
import { IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';

export class DeclareCareEntityRequest {
  @IsString() @IsNotEmpty() @MaxLength(200) readonly name!: string;
  @Matches(idPattern) readonly contractCode!: string;
}
