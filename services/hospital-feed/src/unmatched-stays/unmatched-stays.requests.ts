import { Matches } from 'class-validator';

export class IdentifyPersonRequest {
  /** The Medi-Cal number (CIN) of the person whose stay it is, as on their card. */
  @Matches(/^9\d{7}[A-Za-z](\d{5})?$/) readonly cin!: string;
}
