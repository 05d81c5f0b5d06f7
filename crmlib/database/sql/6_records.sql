-- Who appears where. A record is one way in which one system knows a person: the same account, name, telephone
-- number and address. Every cleaned row is a sighting of one record.
DROP VIEW IF EXISTS lineage;
DROP TABLE IF EXISTS survey_answer;
DROP TABLE IF EXISTS ticket;
DROP TABLE IF EXISTS customer_order;
DROP TABLE IF EXISTS sighting;
DROP TABLE IF EXISTS person_record;
DROP TABLE IF EXISTS customer;

CREATE OR REPLACE TEMP TABLE seen AS
WITH every_row AS (
    SELECT 'shop' AS silo, account_no AS account, name, sound, phone, phone_typed, email, city, birth_year,
           consent_email, consent_sms, updated_at, source_file, source_row
    FROM clean.shop
    UNION ALL
    SELECT 'service_desk', NULL, name, sound, phone, phone_typed, email, NULL, NULL, NULL, NULL, updated_at,
           source_file, source_row
    FROM clean.service_desk
    UNION ALL
    SELECT 'survey', NULL, name, sound, phone, phone_typed, email, city, birth_year, NULL, NULL, updated_at,
           source_file, source_row
    FROM clean.survey
)
SELECT *, to_json([silo, account, name, phone_typed, email])::TEXT AS identity FROM every_row;

-- A record is named by the row in which it was first seen, so that its name does not depend on the order in
-- which files were loaded. Where a value changed, the latest one counts.
CREATE OR REPLACE TEMP TABLE record_read AS
SELECT identity,
       arg_min(source_file || ':' || source_row, {t: updated_at, f: source_file, r: source_row}) AS record,
       any_value(silo) AS silo, any_value(account) AS account, any_value(name) AS name, any_value(sound) AS sound,
       any_value(phone) AS phone, any_value(phone_typed) AS phone_typed, any_value(email) AS email,
       arg_max(city, {t: updated_at, f: source_file, r: source_row}) FILTER (city IS NOT NULL) AS city,
       arg_max(birth_year, {t: updated_at, f: source_file, r: source_row}) FILTER (birth_year IS NOT NULL)
           AS birth_year,
       arg_max(consent_email, {t: updated_at, f: source_file, r: source_row}) FILTER (consent_email IS NOT NULL)
           AS consent_email,
       arg_max(consent_sms, {t: updated_at, f: source_file, r: source_row}) FILTER (consent_sms IS NOT NULL)
           AS consent_sms,
       min(updated_at) AS first_seen, max(updated_at) AS last_seen, count(*)::INTEGER AS sightings
FROM seen GROUP BY identity;

-- The columns by which records are put into blocks: only records of one block are compared by name.
-- National digits of the number as it was typed, also where it is no valid number; the address without dots.
CREATE OR REPLACE TEMP TABLE record_block AS
SELECT record, account, sound, phone, email, city, birth_year, first_seen,
       regexp_replace(regexp_replace(phone_typed, '[^0-9]', '', 'g'), '^(?:00)?86(1[3-9])', '\1') AS phone_digits,
       right(phone_digits, 4) AS phone_end, left(phone_digits, 7) AS phone_start,
       replace(split_part(email, '@', 1), '.', '') || '@' || split_part(email, '@', 2) AS email_plain,
       left(email_plain, 4) AS email_start
FROM record_read;
