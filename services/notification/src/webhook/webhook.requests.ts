import { IsString, MaxLength } from 'class-validator';

/** Where an organization wants its notices. */
export class WebhookRequest {
  /** A public https:// address. */
  @IsString() @MaxLength(1_000) readonly url!: string;
}
