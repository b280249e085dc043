import { Refused } from '@hhp/domain-kit';
import { anthemSpa1 } from './anthem-spa1.js';
import { ca16007 } from './ca-16-007.js';
import { lacare } from './lacare.js';
import type { RulePack } from './rule-pack.js';

/** Every version of every rule pack (domain 2.6). */
export const rulePacks: readonly RulePack[] = [ca16007, lacare, anthemSpa1];

/** What a determination cites: the pack and its version. */
export const ruleVersionOf = (pack: RulePack): string => `${pack.name}:${pack.version}`;

/** The pack by its name (its latest version) or by name and version. */
export function rulePackNamed(name: string): RulePack {
  const found = rulePacks.filter((pack) => pack.name === name || ruleVersionOf(pack) === name).sort((one, other) => one.version - other.version).at(-1);
  if (!found) throw new Refused('rule-pack-unknown', 'There is no such rule pack', 'invalid', ['rulePack']);
  return found;
}
