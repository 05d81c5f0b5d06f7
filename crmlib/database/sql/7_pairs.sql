-- Which candidate pairs are one person. candidate(first, second, likeness, similarity) comes from
-- crmlib.quality: pairs that share a key, and pairs of one block whose names sound nearly the same.
-- likeness: how far the names agree, a missing part forgiven (王女士, 王小明); similarity: the whole names.
CREATE OR REPLACE TABLE pair AS
WITH compared AS (
    SELECT c.first, c.second, c.likeness, c.similarity, a.phone,
           a.account = b.account AS same_account, a.phone = b.phone AS same_phone,
           x.email_plain = y.email_plain AS same_email,
           coalesce(a.birth_year <> b.birth_year, false) AS other_birth_year,
           coalesce(a.city = b.city AND a.birth_year = b.birth_year, false) AS same_city_and_year,
           coalesce(a.email <> b.email, false) AND coalesce(a.phone <> b.phone, false) AS all_keys_differ,
           -- One slip of the fingers. Digits must agree: lily2 and lily3 at one host are two people.
           coalesce(damerau_levenshtein(x.email_plain, y.email_plain) = 1
                    AND regexp_replace(a.email, '[^0-9]', '', 'g') = regexp_replace(b.email, '[^0-9]', '', 'g'), false)
               AS near_email,
           -- The same name before the @ at another host: she moved.
           coalesce(split_part(a.email, '@', 1) = split_part(b.email, '@', 1)
                    AND length(split_part(a.email, '@', 1)) >= 8, false) AS moved_email,
           -- A digit too few: only where one of the two is no valid number, for valid neighbours are two people.
           coalesce((a.phone IS NULL) <> (b.phone IS NULL) AND levenshtein(x.phone_digits, y.phone_digits) = 1, false)
               AS near_phone
    FROM candidate AS c
    JOIN record_read AS a ON a.record = c.first JOIN record_block AS x ON x.record = c.first
    JOIN record_read AS b ON b.record = c.second JOIN record_block AS y ON y.record = c.second
), family AS (
    -- Numbers under which people of different names are known. A call from there without a name is nobody's
    -- in particular: linked to both, it would make one person of them.
    SELECT DISTINCT phone FROM compared WHERE same_phone AND likeness < 75
)
SELECT *, CASE
    WHEN same_account THEN 'same account'
    -- A private address is used by one person, unless the names contradict. Dots do not count.
    WHEN same_email AND coalesce(likeness, 100) >= 60 THEN 'same e-mail'
    -- A family shares a telephone: the names must agree, and the years of birth must not differ.
    WHEN same_phone AND likeness >= 75 AND NOT other_birth_year THEN 'same phone and name'
    WHEN same_phone AND likeness IS NULL AND NOT other_birth_year AND phone NOT IN (FROM family)
        THEN 'same phone, no name'
    WHEN similarity >= 90 AND near_email THEN 'near e-mail and name'
    WHEN similarity >= 90 AND near_phone THEN 'near phone and name'
    WHEN similarity >= 90 AND moved_email THEN 'moved e-mail and name'
    -- Many are called 王伟: city and year of birth count only where telephone and address do not both differ.
    WHEN similarity >= 95 AND same_city_and_year AND NOT all_keys_differ THEN 'name, city and year of birth'
END AS because
FROM compared;
