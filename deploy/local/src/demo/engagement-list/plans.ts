import { demoOrganizations } from '../../issuer/demo-users.js';

/** A contract of a plan in a county, with the members enrolled under it on 2019-09-30. */
export interface DemoContract {
  readonly code: string;
  readonly county: string;
  readonly product: string;
  readonly enrolled: number;
}

/** A plan organization that is made up, with the CB-CME that serves its members. */
export interface DemoPlan {
  readonly tenant: string;
  readonly name: string;
  readonly careEntity: { readonly id: string; readonly name: string };
  /** By whose rules its members are judged. */
  readonly rulePack: 'hhp/ca-16-007' | 'hhp/lacare';
  readonly contracts: readonly DemoContract[];
}

const careEntityId = (nth: number): string => `0190c0de-0000-7000-8000-0000000000${String(nth).padStart(2, '0')}`;
const contract = (code: string, county: string, enrolled: number): DemoContract => ({ code, county, product: 'Medi-Cal managed care', enrolled });

/**
 * Five plans over the eleven counties that were live. How a county's members divide among plans, and those of a group among its
 * counties, is made up; the groups' sums are those that were published (001-05): 539, 7,436 and 6,325.
 */
export const plans: readonly DemoPlan[] = [
  {
    tenant: demoOrganizations.plan, name: 'Golden Gate Health Plan',
    careEntity: { id: demoOrganizations.careEntity, name: 'Mission Neighborhood Clinic' }, rulePack: 'hhp/ca-16-007',
    contracts: [contract('GG-SF', '06075', 402), contract('GG-ALA', '06001', 372), contract('GG-SCL', '06085', 205), contract('GG-SAC', '06067', 181)],
  },
  {
    tenant: demoOrganizations.otherPlan, name: 'Bay View Community Plan',
    careEntity: { id: careEntityId(11), name: 'Bayside Family Health' }, rulePack: 'hhp/ca-16-007',
    contracts: [contract('BV-SF', '06075', 137), contract('BV-ALA', '06001', 169), contract('BV-SCL', '06085', 117)],
  },
  {
    tenant: 'inland-valley', name: 'Inland Valley Health Plan', careEntity: { id: careEntityId(12), name: 'Santa Ana River Care Team' }, rulePack: 'hhp/lacare',
    contracts: [contract('IV-RIV', '06065', 3105), contract('IV-SBD', '06071', 2948)],
  },
  {
    tenant: 'southland', name: 'Southland Health Plan', careEntity: { id: careEntityId(13), name: 'Southland Community Clinics' }, rulePack: 'hhp/lacare',
    contracts: [
      contract('SL-RIV', '06065', 707), contract('SL-SBD', '06071', 676), contract('SL-LA', '06037', 3127), contract('SL-SD', '06073', 871),
      contract('SL-IMP', '06025', 168),
    ],
  },
  {
    tenant: 'central-valley', name: 'Central Valley Health Plan', careEntity: { id: careEntityId(14), name: 'Valley Oak Care Management' }, rulePack: 'hhp/ca-16-007',
    contracts: [contract('CV-KER', '06029', 417), contract('CV-TUL', '06107', 296), contract('CV-SAC', '06067', 402)],
  },
];

export function planOf(tenant: string): DemoPlan {
  const found = plans.find((each) => each.tenant === tenant);
  if (!found) throw new Error(`No plan ${tenant}`);
  return found;
}
