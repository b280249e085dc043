import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../places.js';

/** A service to which the story refers somebody. */
export interface Place {
  readonly name: string;
  readonly organizationId: string;
  readonly serviceId: string;
  readonly email: string;
}

interface Listed { readonly id: string; readonly name: string; readonly email: string; readonly organization: { readonly id: string; readonly name: string } }

const folder = join(checkout, 'deploy/local/demo-data');

/** A file of the demonstration's data. */
export const demoData = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

export const directoryDocument = (): { contents: readonly Listed[] } => demoData('directory.hsds.json') as { contents: readonly Listed[] };

/** The service of an organization that has one only, as the directory's file names it. */
export function placeNamed(organization: string): Place {
  const found = directoryDocument().contents.find((each) => each.organization.name === organization);
  if (!found) throw new Error(`The directory's file has no ${organization}`);
  return { name: organization, organizationId: found.organization.id, serviceId: found.id, email: found.email };
}
