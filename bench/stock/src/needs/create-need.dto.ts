import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export const categories = ['food-insecurity', 'goods', 'housing', 'transportation', 'utilities'];

export class CreateNeedDto {
  @IsIn(categories)
  category!: string;

  @IsOptional()
  @IsIn(['coordinator', 'partner', 'discharge'])
  origin?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}
