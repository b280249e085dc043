/**
 * Enrolment by county, by group and in all, as of the end of a day. A member who leaves on that day is not enrolled at its end;
 * a voided enrolment never counted. Called by a plan it sees the plan's rows, and inside the state's function everybody's.
 */
export const enrollmentFigures = `
  CREATE FUNCTION enrollment_figures(as_of date, only_plan text)
  RETURNS TABLE (level text, group_number integer, county text, enrolled_at bigint, ever_enrolled_through bigint, applied_until timestamptz)
  LANGUAGE sql STABLE AS $$
    SELECT CASE grouping(group_number, county) WHEN 0 THEN 'county' WHEN 1 THEN 'group' ELSE 'total' END, group_number, county,
      count(DISTINCT (tenant, member_id)) FILTER (WHERE disenrolled_on IS NULL OR disenrolled_on > as_of),
      count(DISTINCT (tenant, member_id)), max(said_at)
    FROM (
      SELECT span.*, county.group_number FROM enrollment_span span LEFT JOIN county ON county.fips = span.county
      WHERE NOT span.voided AND span.enrolled_on <= as_of AND (only_plan IS NULL OR span.tenant = only_plan)
    ) AS counted
    GROUP BY GROUPING SETS ((group_number, county), (group_number), ())
  $$;

  CREATE FUNCTION state_enrollment_figures(as_of date, only_plan text)
  RETURNS TABLE (level text, group_number integer, county text, enrolled_at bigint, ever_enrolled_through bigint, applied_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$ SELECT * FROM enrollment_figures(as_of, only_plan) $$;`;
