import { Refused } from '@hhp/domain-kit';

/** What a signed document may be; told by how its bytes begin, never by what is said of it. */
export const mediaTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** Two mebibytes: some twenty scanned pages. */
export const mostDocumentBytes = 2 * 1024 * 1024;

const beginnings: Readonly<Record<MediaType, Buffer>> = {
  'application/pdf': Buffer.from('%PDF-'), 'image/png': Buffer.from('89504e470d0a1a0a', 'hex'), 'image/jpeg': Buffer.from('ffd8ff', 'hex'),
};

/** The document as it is kept: base64 in its one canonical spelling, of the media type that its bytes say. */
export function mustBeDocument(mediaType: MediaType, content: string): string {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.toString('base64') !== content) throw new Refused('content-malformed', 'The content is not base64', 'invalid', ['content']);
  if (bytes.length > mostDocumentBytes) throw new Refused('content-too-large', 'A signed document has at most 2 MiB', 'invalid', ['content']);
  const beginning = beginnings[mediaType];
  if (!bytes.subarray(0, beginning.length).equals(beginning)) {
    throw new Refused('media-type-other', 'The content is not of this media type', 'invalid', ['mediaType']);
  }
  return content;
}
