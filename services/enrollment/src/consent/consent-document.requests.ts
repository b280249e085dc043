import { IsIn, IsString, MaxLength } from 'class-validator';
import { type MediaType, mediaTypes, mostDocumentBytes } from './consent-document.js';

/** A signed form as it was scanned or made. */
export class ConsentDocumentRequest {
  @IsIn(mediaTypes) readonly mediaType!: MediaType;
  /** The bytes in base64, at most 2 MiB of them. */
  @IsString() @MaxLength(Math.ceil(mostDocumentBytes / 3) * 4) readonly content!: string;
}
