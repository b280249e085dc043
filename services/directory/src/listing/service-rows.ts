import { categoriesOf, searchedWords } from '../hsds/categories.js';
import type { Service } from '../hsds/hsds.js';
import { placesOf } from '../hours/hours.js';
import type { Ready } from '../import/prepared.js';
import { codesOf } from '../mapping/languages.js';
import type { Coming } from './organizations.js';
import type { Standing } from './standing.js';

/** A service that the directory has, as far as a change of it needs to know. */
export interface HeldService extends Standing {
  readonly id: string;
  readonly version: number;
  readonly sourceId: string;
  readonly organizationId: string;
  readonly capacityAsOf: Date | null;
}

/** The columns of a service; what is searched stands in real ones. */
export function serviceRow({ id, sourceId, hash, record }: Ready<Service>, held: HeldService | undefined, coming: Coming, now: Date) {
  const terms = (record.attributes ?? []).flatMap(({ taxonomy_term: term }) => (term ? [term] : []));
  return {
    id, version: (held?.version ?? 0) + 1, source: held?.source ?? coming.source, source_id: held?.sourceId ?? sourceId, listed: true, edited: coming.edited,
    hash, source_hash: coming.edited ? held?.sourceHash ?? '' : hash, name: record.name, record, changed_at: now.toISOString(),
    organization_id: record.organization_id, status: record.status, categories: categoriesOf(record), languages: languagesOf(record),
    terms: terms.map((term) => term.id), taxonomies: [...new Set(terms.flatMap(({ taxonomy }) => taxonomy ?? []))], text: searchedWords(record),
  };
}

/** The languages of a service and of the places where it is given. */
export const languagesOf = (record: Service): readonly string[] =>
  codesOf([...(record.languages ?? []), ...(record.service_at_locations ?? []).flatMap(({ location }) => location?.languages ?? [])]);

/** The places of services, and the openings of these places. */
export function placeRows(records: readonly Service[]) {
  const places = records.flatMap((record) => placesOf(record).map((place, nth) => ({ service_id: record.id, nth, place })));
  return {
    places: places.map(({ service_id, nth, place }) => ({
      service_id, nth, location_id: place.locationId, latitude: place.latitude, longitude: place.longitude, hours_known: place.hours.known,
    })),
    openings: places.flatMap(({ service_id, nth: at, place }) => place.hours.openings.map((opening, nth) => ({
      service_id, place: at, nth, days: opening.days, valid_from: opening.validFrom, valid_to: opening.validTo, yearly: opening.yearly,
      replaces: opening.replaces, opens: opening.opens, closes: opening.closes,
    }))),
  };
}
