import { said } from '../world/programs.js';

/** PostgreSQL through psql, as its administrator: no policy hides a row, and no code of the product stands between. */
export class Psql {
  constructor(private readonly url: string) {}

  async rows<Row>(sql: string): Promise<Row[]> {
    const text = await said('psql', [this.url, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', `SELECT row_to_json(found) FROM (${sql}) found`]);
    return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Row);
  }

  async run(sql: string): Promise<string> {
    return said('psql', [this.url, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', sql]);
  }
}

export const schemaOf = (service: string): string => service.replaceAll('-', '_');
