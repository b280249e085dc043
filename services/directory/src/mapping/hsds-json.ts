import { Refused } from '@hhp/domain-kit';
import type { Mapping, SourceRow, Upload } from '../import/source-row.js';
import { type Fields, isFields, json, list } from './reading.js';

/**
 * HSDS 3.x JSON: a document, a list, a page of the API (`contents`), lists by name (`organizations`, `services`), or a document a line.
 * Organizations may hold services and services their organization; ids are the source's own and are kept.
 */
export const hsdsJson: Mapping = (upload) => {
  const { organizations, services } = documents(upload);
  return [...organizations.flatMap(organizationRows), ...services.map(serviceRow)];
};

function documents(upload: Upload): { organizations: readonly unknown[]; services: readonly unknown[] } {
  const parsed = json(upload);
  if (isFields(parsed) && !('id' in parsed) && ('organizations' in parsed || 'services' in parsed)) {
    return { organizations: list(parsed['organizations']), services: list(parsed['services']) };
  }
  const all = Array.isArray(parsed) ? parsed : isFields(parsed) && Array.isArray(parsed['contents']) ? parsed['contents'] : [parsed];
  if (all.length === 1 && !isFields(all[0])) throw new Refused('not-hsds', 'The file holds no HSDS documents.', 'invalid');
  return { organizations: all.filter((each) => !isService(each)), services: all.filter(isService) };
}

const isService = (document: unknown): document is Fields =>
  isFields(document) && ('status' in document || 'organization' in document || 'organization_id' in document || 'service_at_locations' in document);

function organizationRows(document: unknown, at: number): SourceRow[] {
  const place = placeOf('organizations', document, at);
  if (!isFields(document)) return [{ ...place, kind: 'unreadable', reasons: ['the record: is no object'] }];
  const { services, ...organization } = document;
  const own: SourceRow = { ...place, kind: 'organization', sourceId: place.reference, organization };
  return [own, ...list(services).map((service, each): SourceRow => {
    const within = { file: 'services', reference: `${place.reference}/${placeOf('', service, each).reference}` };
    if (!isFields(service)) return { ...within, kind: 'unreadable', reasons: ['the record: is no object'] };
    return { ...within, kind: 'service', sourceId: within.reference, service: { organization_id: document['id'], ...service } };
  })];
}

function serviceRow(document: unknown, at: number): SourceRow {
  const place = placeOf('services', document, at);
  const { organization, ...service } = document as Fields;
  const within = isFields(organization) ? organization : undefined;
  return {
    ...place, kind: 'service', sourceId: place.reference, service: { organization_id: within?.['id'], ...service },
    ...(within ? { organization: { sourceId: String(within['id'] ?? place.reference), record: within } } : {}),
  };
}

/** A record is found by its id, or by where it stands when it has none. */
function placeOf(file: string, document: unknown, at: number): { file: string; reference: string } {
  const id = isFields(document) ? document['id'] : undefined;
  return { file, reference: typeof id === 'string' && id !== '' ? id.slice(0, 100) : `#${at + 1}` };
}
