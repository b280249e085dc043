import { baynavigator } from '../mapping/baynavigator.js';
import { foodoasisGardens, foodoasisMarkets, foodoasisSummerLunch } from '../mapping/foodoasis.js';
import { hsdsJson } from '../mapping/hsds-json.js';
import { ohanaCsv } from '../mapping/ohana-csv.js';
import { sfMarin } from '../mapping/sf-marin.js';
import type { Mapping } from './source-row.js';

/** Every format that can be imported, with its mapping. A new source is a new mapping and a line here. */
export const mappings = {
  'hsds-json': hsdsJson, 'ohana-csv': ohanaCsv, 'sf-marin': sfMarin, 'foodoasis-markets': foodoasisMarkets,
  'foodoasis-summer-lunch': foodoasisSummerLunch, 'foodoasis-gardens': foodoasisGardens, 'baynavigator-yaml': baynavigator,
} satisfies Record<string, Mapping>;

export type Format = keyof typeof mappings;
export const formats = Object.keys(mappings) as Format[];
