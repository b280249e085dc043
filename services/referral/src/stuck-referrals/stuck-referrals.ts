/**
 * Every open referral that nobody would ever be reminded of: without an owner, or without a deadline that lies ahead (or came just
 * now and waits for its tick). `$1` is the time now, `$2` the grace in seconds. There must be none, at any time.
 */
export const stuckReferrals = `
  SELECT r.id AS "referralId", r.status AS state, r.owner_id AS "ownerId", r.next_at AS "nextAt"
    FROM referral r
   WHERE r.open
     AND (r.owner_id IS NULL OR r.owner_id = ''
          OR NOT EXISTS (SELECT 1 FROM deadline d
                          WHERE d.tenant = r.tenant AND d.process = 'follow-up' AND d.subject = r.id::text
                            AND d.due_at > $1::timestamptz - make_interval(secs => $2)))
   ORDER BY r.id`;
