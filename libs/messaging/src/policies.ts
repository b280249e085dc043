const forced = (table: string): string => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`;

/**
 * For migrations: rows of `table` (column `tenant`) are seen and written only by transactions of their plan. With `addressedTo`, the
 * organization named in that column may also find a row that is addressed to it, but only who acts for no plan: a coordinator of one plan
 * whose clinic is addressed by another plan sees nothing of that other plan. It works on the row within the row's plan.
 */
export function tenantPolicies(table: string, options: { addressedTo?: string } = {}): string {
  const addressed = options.addressedTo === undefined ? '' : `
    CREATE POLICY addressed ON ${table} FOR SELECT
      USING (${options.addressedTo}::text = current_setting('hhp.organization', true) AND cardinality(hhp_tenants()) = 0);`;
  return `${forced(table)}
    CREATE POLICY own_plan ON ${table} USING (tenant = ANY (hhp_tenants())) WITH CHECK (tenant = ANY (hhp_tenants()));${addressed}`;
}

/** For migrations: rows of `table` are added by transactions of their plan; nobody but whom another policy names sees one again. */
export const addedByPlan = (table: string): string =>
  `${forced(table)} CREATE POLICY own_plan ON ${table} FOR INSERT WITH CHECK (tenant = ANY (hhp_tenants()));`;

/** For migrations: rows that belong to no plan (the directory, calendars, the bookkeeping of readers). */
export const sharedPolicies = (table: string): string => `${forced(table)} CREATE POLICY shared ON ${table} USING (true) WITH CHECK (true);`;

/** For migrations: functions of the migration's owner (SECURITY DEFINER, ids and numbers only) may read the rows of all plans. */
export const crossTenantPolicy = (table: string): string => `CREATE POLICY across_plans ON ${table} FOR SELECT TO CURRENT_USER USING (true);`;

/**
 * For migrations: tables that are made of Kafka alone. Their definition is kept, so that a rebuild can make them anew beside the live
 * ones (`projection_tables`).
 */
export function projection(definition: string): string {
  return `${definition};
    INSERT INTO projection_definition (definition) VALUES ($definition$${definition}$definition$);`;
}
