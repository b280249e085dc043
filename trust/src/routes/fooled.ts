import pg from 'pg';

/** The name by which the fooled go. */
export const fooledActor = 'fooled';

type Query = (this: pg.Client, first: unknown, ...rest: unknown[]) => unknown;

/**
 * The code believes whoever goes by this name to be of the one plan, while the database knows them to be of the other: every condition in a
 * service's statement asks for the plan of which the row really is, and the policies alone stand in the way.
 */
export async function fooling<T>(replaced: readonly (readonly [believed: string, known: string])[], work: () => Promise<T>): Promise<T> {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function query(first, ...rest) {
    const begins = typeof first === 'string' && first.startsWith('BEGIN;') && first.includes(`'hhp.actor', '${fooledActor}'`);
    return original.call(this, begins ? replaced.reduce((text, [believed, known]) => text.replaceAll(believed, known), first) : first, ...rest);
  };
  try {
    return await work();
  } finally {
    prototype.query = original;
  }
}
