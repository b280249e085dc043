import { Refused } from '@hhp/domain-kit';

/**
 * Whose numbers a caller gets. The state sees one plan or all of them through the functions that give back numbers only;
 * everybody else sees the one plan they belong to, and is told so when they ask for another.
 */
export function planAsked(
  caller: { readonly role: string; readonly tenants: readonly string[] }, plan?: string,
): { readonly plan: string | null; readonly acrossPlans: boolean } {
  if (caller.role === 'state-overseer') return { plan: plan ?? null, acrossPlans: true };
  const [own] = caller.tenants;
  if (!own || caller.tenants.length > 1 || (plan !== undefined && plan !== own)) {
    throw new Refused('not-your-plan', 'A plan sees its own numbers.', 'forbidden', ['plan']);
  }
  return { plan: own, acrossPlans: false };
}
