import { Type } from 'class-transformer';
import { ArrayMaxSize, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';

export class NotePart {
  @Matches(/^[a-z]+$/) readonly name!: string;
  @IsInt() @Min(0) readonly amount!: number;
}

export class WriteNoteRequest {
  @IsString() @MaxLength(100) readonly words!: string;
  @IsOptional() @ArrayMaxSize(5) @ValidateNested({ each: true }) @Type(() => NotePart) readonly parts?: NotePart[];
}

export class ListNotesRequest {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(10) readonly limit?: number;
}
