import { type NeedCategory, needCategories } from '@hhp/contracts';
import { ArrayUnique, IsArray, IsIn, IsObject, IsOptional } from 'class-validator';

export class RecordScreeningRequest {
  /** A completed FHIR R4 QuestionnaireResponse to PRAPARE or the Hunger Vital Sign. */
  @IsObject() readonly questionnaireResponse!: Record<string, unknown>;
  /** The risks that the member wants help with; these become needs. None unless said. */
  @IsOptional() @IsArray() @ArrayUnique() @IsIn(needCategories, { each: true }) readonly wantsHelpWith?: readonly NeedCategory[];
}
