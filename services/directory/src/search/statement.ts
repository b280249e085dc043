/** Miles on a sphere of the earth's mean radius, by the haversine formula; nothing where there is no position. */
const milesTo = (latitude: string, longitude: string): string => `
  CASE WHEN p.latitude IS NOT NULL AND ${latitude} IS NOT NULL THEN 2 * 3958.7613 * asin(least(1, sqrt(
    power(sin(radians(p.latitude - ${latitude}) / 2), 2)
    + cos(radians(${latitude})) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - ${longitude}) / 2), 2)))) END`;

/**
 * Services that take referrals, each at its nearest place that fits. $1 categories, $2 latitude, $3 longitude, $4 miles, $5 languages,
 * $6 to $10 the moment (day, codes, minute, day before, its codes), $11 words, $12 how many, $13 from. What is not known is not held
 * against a service: unknown hours are shown as unknown, and services whose language or place nobody said are counted.
 */
export const searchStatement = `
  WITH found AS (
    SELECT s.id, s.organization_id, o.name AS organization_name, s.name, s.status, s.categories, s.languages, s.record, o.record AS organization_record,
           s.capacity_status, s.capacity_available, s.capacity_earliest_start::text, s.capacity_as_of,
           place.nth AS place_nth, place.location_id, place.miles, place.open, place.hours_known,
           $5::text[] IS NULL OR s.languages && $5::text[] AS speaks, $4::float8 IS NULL OR place.miles IS NOT NULL AS placed
      FROM service s
      JOIN organization o ON o.id = s.organization_id AND o.listed
      CROSS JOIN LATERAL (
        SELECT * FROM (
          SELECT p.nth, p.location_id, p.hours_known, ${milesTo('$2::float8', '$3::float8')} AS miles,
                 CASE WHEN $6::date IS NOT NULL THEN place_is_open(p, $6::date, $7::text[], $8::integer, $9::date, $10::text[]) END AS open
            FROM service_place p WHERE p.service_id = s.id) each
         WHERE (open IS NULL OR open <> 'closed') AND ($4::float8 IS NULL OR miles IS NULL OR miles <= $4::float8)
         ORDER BY miles NULLS LAST, nth LIMIT 1) place
     WHERE s.listed AND s.status = 'active'
       AND ($1::text[] IS NULL OR s.categories && $1::text[])
       AND ($5::text[] IS NULL OR s.languages && $5::text[] OR s.languages = '{}')
       AND ($11::text IS NULL OR s.words @@ websearch_to_tsquery('english', $11) OR o.words @@ websearch_to_tsquery('english', $11)))
  SELECT (SELECT count(*)::integer FROM found WHERE speaks AND placed) AS total,
         (SELECT count(*)::integer FROM found WHERE NOT speaks) AS languages_unknown,
         (SELECT count(*)::integer FROM found WHERE NOT placed) AS place_unknown,
         (SELECT coalesce(jsonb_agg(to_jsonb(hit)), '[]') FROM (
            SELECT * FROM found WHERE speaks AND placed ORDER BY miles NULLS LAST, name, id LIMIT $12 OFFSET $13) hit) AS hits`;
