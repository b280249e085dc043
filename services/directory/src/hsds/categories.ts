import { idPattern, type ServiceCategory, serviceCategories } from '@hhp/contracts';
import type { Attribute, Organization, Service, Unnamed } from './hsds.js';
import { categoriesInWords } from './category-words.js';
import { stableId } from './stable-id.js';

/** The taxonomy under which a record names the categories of community service that the directory searches by. */
export const categoryTaxonomy = 'hhp-service-category';

/** The taxonomy under which the steward names the classes of recipients that an organization belongs to. */
const recipientTaxonomy = 'hhp-recipient-class';

const known: readonly string[] = serviceCategories;

/** The categories of a service as attributes of HSDS. */
export function categoryAttributes(categories: readonly ServiceCategory[]): Unnamed<Attribute>[] {
  return categories.map((code) => termAttribute(categoryTaxonomy, code, code, `Community services of the kind "${code}"`));
}

/** One term of a taxonomy, said of a service. */
export function termAttribute(taxonomy: string, code: string, name: string, description = name): Unnamed<Attribute> {
  return { link_entity: 'service', taxonomy_term: { id: stableId(taxonomy, code), code, name, description, taxonomy } };
}

/** The classes to which a member may consent and to which this organization belongs, as its record names them. */
export function recipientClassesOf({ attributes = [] }: Organization): string[] {
  const codes = attributes.flatMap(({ taxonomy_term: term }) => (term?.taxonomy === recipientTaxonomy && term.code ? [term.code] : []));
  return [...new Set(codes.filter((code) => idPattern.test(code)))].sort();
}

/** A field that a source has and HSDS has not, kept under the source's own name for it. */
export const sourceField = (label: string, value: string | undefined): Unnamed<Attribute>[] =>
  value ? [{ link_entity: 'service', label, value }] : [];

/** What a service is for: the categories that its record names, else those that its words give, else `other`. */
export function categoriesOf(service: Service): readonly ServiceCategory[] {
  const terms = (service.attributes ?? []).flatMap(({ taxonomy_term: term }) => (term ? [term] : []));
  const said = terms.flatMap(({ taxonomy, code }) => (taxonomy === categoryTaxonomy && code && known.includes(code) ? [code as ServiceCategory] : []));
  if (said.length > 0) return [...new Set(said)];
  const title = [service.name, service.alternate_name, ...terms.map((term) => term.name)].join('; ');
  const found = categoriesInWords(title);
  if (found.length > 0) return found;
  const fuller = categoriesInWords(service.description ?? '');
  return fuller.length > 0 ? fuller : ['other'];
}

/** The words of a service by which it is found: what it is called, says of itself, and is said to be. */
export const searchedWords = (service: Service): string => [
  service.name, service.alternate_name, service.description,
  ...(service.attributes ?? []).flatMap(({ label, value, taxonomy_term: term }) =>
    (term ? [term.name, term.description] : label === 'keywords' ? [value] : [])),
].filter(Boolean).join(' ');
