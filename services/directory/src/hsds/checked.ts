import { onOneLine, visibleOf } from '@hhp/domain-kit';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Organization, Service } from './hsds.js';
import { organizationSchema, serviceSchema } from './schemas.js';

/** A record that fits, or the reasons why it does not: paths and rules, never values. */
export type Checked<T> = { readonly record: T } | { readonly reasons: readonly string[] };

const ajv = new Ajv2020({ allErrors: true, removeAdditional: true, strict: false });
(formats as unknown as typeof formats.default)(ajv);
// Without the `urn:uuid:` that the format allows: the database would not take it.
ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const organizations = ajv.compile<Organization>(organizationSchema);
const services = ajv.compile<Service>(serviceSchema);
const reasonsShown = 12;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const checkedOrganization = (candidate: unknown): Checked<Organization> => checked(organizations, candidate);
export const checkedService = (candidate: unknown): Checked<Service> => checked(services, candidate);

function checked<T>(fits: ValidateFunction<T>, candidate: unknown): Checked<T> {
  const record = tidy(candidate);
  if (fits(record)) return { record };
  const reasons = [...new Set((fits.errors ?? []).map(inWords))];
  return { reasons: reasons.length > reasonsShown ? [...reasons.slice(0, reasonsShown), `and ${reasons.length - reasonsShown} more`] : reasons };
}

function inWords(error: ErrorObject): string {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const missing = error.keyword === 'required' ? String(error.params['missingProperty']) : undefined;
  if (missing) return `${path ? `${path}.` : ''}${missing}: is missing`;
  return `${path || 'the record'}: ${error.message ?? error.keyword}`;
}

/**
 * A copy without what says nothing (null, blanks, empty lists and objects) and what nobody sees, with names on one line, and with ids in the one
 * spelling that the database uses.
 */
export function tidy(value: unknown, field = ''): unknown {
  if (typeof value === 'string') {
    const words = field === 'name' || field.endsWith('_name') ? onOneLine(value) : visibleOf(value);
    if (words === '') return undefined;
    return (field === 'id' || field.endsWith('_id')) && uuid.test(words) ? words.toLowerCase() : words;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => tidy(item)).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (value === null || typeof value !== 'object') return value ?? undefined;
  const fields = Object.entries(value).map(([key, each]) => [key, tidy(each, key)] as const).filter(([, each]) => each !== undefined);
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}
