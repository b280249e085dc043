/** Where a row of a file is: the file (or the part of it), and how a person finds the row in it. */
export interface RowPlace {
  readonly file: string;
  readonly reference: string;
}

/**
 * One row of a source and what a mapping made of it: an organization, a service (with its organization, where the row says both), a term
 * of a taxonomy, a part of other rows (an address, a telephone), or something that cannot be read.
 */
export type SourceRow = RowPlace & (
  | { readonly kind: 'organization'; readonly sourceId: string; readonly organization: unknown }
  | { readonly kind: 'service'; readonly sourceId: string; readonly service: unknown; readonly organization?: CarriedOrganization }
  | { readonly kind: 'term'; readonly term: SourceTerm }
  | { readonly kind: 'part'; readonly of: readonly string[] }
  | { readonly kind: 'unreadable'; readonly reasons: readonly string[] });

/** The organization that a row of a service says with it. */
export interface CarriedOrganization {
  readonly sourceId: string;
  readonly record: unknown;
}

/** A term of the source's own taxonomy. */
export interface SourceTerm {
  readonly code: string;
  readonly name: string;
  readonly parentCode?: string;
}

/** The one name of a row among all rows of an import. */
export const rowKey = ({ file, reference }: RowPlace): string => `${file}#${reference}`;

/** What a person or a program hands in: the text of a file, or what its JSON says. */
export type Upload = string | object;

/** Turns a source's file into rows; everything that differs between sources is in such functions. */
export type Mapping = (upload: Upload, source: string) => SourceRow[];
