import type { Fate } from '../import/totals.js';

/** What is known of a record that the directory has. */
export interface Standing {
  readonly source: string;
  readonly listed: boolean;
  readonly edited: boolean;
  /** Of the record as it is, and as its source last gave it. */
  readonly hash: string;
  readonly sourceHash: string;
}

/**
 * What an import may do to a record. What a person changed or withdrew is not overwritten by a file: it waits for a person. A record belongs
 * to the source that brought it.
 */
export function fateOfImport(standing: Standing | undefined, said: { source: string; hash: string }): Fate {
  if (!standing) return 'listed';
  if (standing.source !== said.source) return { quarantined: ['id: belongs to a record of another source'] };
  if (said.hash === standing.hash || said.hash === standing.sourceHash) return 'unchanged';
  if (!standing.listed) return { quarantined: ['the record: was withdrawn here; its source changed it since'] };
  if (standing.edited) return { quarantined: ['the record: was edited here; its source changed it since'] };
  return 'listed';
}

/** What a person says of a record holds until a person says otherwise. */
export function fateOfEdit(standing: Standing | undefined, said: { hash: string }): Fate {
  return standing?.listed && standing.hash === said.hash ? 'unchanged' : 'listed';
}
