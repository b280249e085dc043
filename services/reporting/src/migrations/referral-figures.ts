/**
 * Which referrals each figure counts (referral-lifecycle, metric definitions): one row for each figure and referral, so that a
 * figure, its persons and the ids behind it can never disagree. The cohort is what was sent in the period and not voided.
 */
export const referralFigures = `
  CREATE FUNCTION referral_figure_rows(from_day date, to_day date, mature_days integer, continuation_days integer, today date, only_plan text)
  RETURNS TABLE (figure text, tenant text, member_id uuid, referral_id uuid, organization_id uuid)
  LANGUAGE sql STABLE AS $$
    SELECT counts.figure, sent.tenant, sent.member_id, sent.referral_id, sent.organization_id
    FROM (
      SELECT outcome.*, sent_on + mature_days <= today AS mature,
        continuation ->> continuation_days::text AS checkpoint,
        receipt = 'received' AND NOT one_off AND received_on + continuation_days <= today AS may_continue,
        EXISTS (SELECT FROM referral_outcome earlier WHERE earlier.tenant = outcome.tenant AND earlier.need_id = outcome.need_id
          AND NOT earlier.voided AND (earlier.sent_at, earlier.referral_id) < (outcome.sent_at, outcome.referral_id)) AS again
      FROM referral_outcome outcome
      WHERE sent_on BETWEEN from_day AND to_day AND (only_plan IS NULL OR outcome.tenant = only_plan)
    ) AS sent
    CROSS JOIN LATERAL (VALUES
      ('made', NOT voided), ('made-again-for-a-need', NOT voided AND again), ('voided', voided),
      ('mature', NOT voided AND mature), ('not-yet-mature', NOT voided AND NOT mature),
      ('received-any', NOT voided AND mature AND receipt IN ('received', 'received-elsewhere')),
      ('received', NOT voided AND mature AND receipt = 'received'),
      ('received-elsewhere', NOT voided AND mature AND receipt = 'received-elsewhere'),
      ('not-received', NOT voided AND mature AND receipt = 'not-received'),
      ('disputed', NOT voided AND mature AND receipt = 'disputed'),
      ('still-open', NOT voided AND mature AND receipt = 'still-open'),
      ('may-continue', NOT voided AND may_continue),
      ('continuing', NOT voided AND may_continue AND checkpoint = 'continuing'),
      ('ended-needs-met', NOT voided AND may_continue AND checkpoint = 'ended_needs_met'),
      ('ended-other', NOT voided AND may_continue AND checkpoint = 'ended_other'),
      ('continuation-unknown', NOT voided AND may_continue AND coalesce(checkpoint, 'unknown') = 'unknown'),
      ('closed-or-in-service', NOT voided AND (close_outcome IS NOT NULL OR in_service)),
      ('not-appropriate', NOT voided AND close_outcome = 'not_appropriate')
    ) AS counts (figure, counted)
    WHERE counts.counted
  $$;

  CREATE FUNCTION referral_figures(from_day date, to_day date, mature_days integer, continuation_days integer, today date, only_plan text)
  RETURNS TABLE (figure text, referrals bigint, persons bigint)
  LANGUAGE sql STABLE AS $$
    SELECT figure, count(*), count(DISTINCT (tenant, member_id))
    FROM referral_figure_rows(from_day, to_day, mature_days, continuation_days, today, only_plan) GROUP BY figure
  $$;

  CREATE FUNCTION referrals_by_organization(from_day date, to_day date, only_plan text)
  RETURNS TABLE (organization_id uuid, name text, listed boolean, referrals bigint, persons bigint)
  LANGUAGE sql STABLE AS $$
    SELECT coalesce(active.organization_id, sent.organization_id), max(active.name), bool_or(active.organization_id IS NOT NULL),
      count(sent.referral_id), count(DISTINCT (sent.tenant, sent.member_id)) FILTER (WHERE sent.referral_id IS NOT NULL)
    FROM (
      SELECT DISTINCT ON (organization_id) organization_id, name FROM listed_organization
      WHERE listed_on <= to_day AND (withdrawn_on IS NULL OR withdrawn_on >= from_day) ORDER BY organization_id, listed_on DESC
    ) AS active
    FULL JOIN (
      SELECT * FROM referral_outcome WHERE NOT voided AND sent_on BETWEEN from_day AND to_day AND (only_plan IS NULL OR tenant = only_plan)
    ) AS sent ON sent.organization_id = active.organization_id
    GROUP BY 1 ORDER BY 4 DESC, 2, 1
  $$;

  CREATE FUNCTION referrals_applied_until(only_plan text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT max(said_at) FROM referral_outcome WHERE only_plan IS NULL OR tenant = only_plan
  $$;

  CREATE FUNCTION state_referral_figures(from_day date, to_day date, mature_days integer, continuation_days integer, today date, only_plan text)
  RETURNS TABLE (figure text, referrals bigint, persons bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT * FROM referral_figures(from_day, to_day, mature_days, continuation_days, today, only_plan)
  $$;

  CREATE FUNCTION state_referrals_by_organization(from_day date, to_day date, only_plan text)
  RETURNS TABLE (organization_id uuid, name text, listed boolean, referrals bigint, persons bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$ SELECT * FROM referrals_by_organization(from_day, to_day, only_plan) $$;

  CREATE FUNCTION state_referrals_applied_until(only_plan text)
  RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$ SELECT referrals_applied_until(only_plan) $$;`;
