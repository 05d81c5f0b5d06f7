-- The shop's orders of the files that are not cleaned yet.
CREATE OR REPLACE TEMP TABLE shop_read AS
SELECT s.*,
       filled(s.order_no) AS order_key, filled(s.account_no) AS account_key,
       day_of(s.order_date) AS day_read, moment_of(s.updated_at) AS updated_read, yuan_of(s.amount) AS amount_read,
       whole_of(s.items) AS items_read, whole_of(s.birth_year) AS birth_read, status_of(s.status) AS status_read,
       p.form AS phone_form, p.problem AS phone_problem, e.form AS email_form, e.problem AS email_problem,
       n.form AS name_form, n.problem AS name_problem, o.form AS sound_form
FROM staging.shop AS s
JOIN staging.file AS f ON f.source_file = s.source_file AND NOT f.cleaned
LEFT JOIN clean.form AS p ON p.kind = 'phone' AND p.text = s.phone
LEFT JOIN clean.form AS e ON e.kind = 'email' AND e.text = s.email
LEFT JOIN clean.form AS n ON n.kind = 'name' AND n.text = s.name
LEFT JOIN clean.form AS o ON o.kind = 'sound' AND o.text = s.name;

-- An order without number, account, day, amount or update cannot be used at all. A day after the row's own
-- update has not happened yet, whatever today is.
CREATE OR REPLACE TEMP TABLE shop_judged AS
SELECT *, CASE
    WHEN order_key IS NULL THEN 'no order number'
    WHEN account_key IS NULL THEN 'no account number'
    WHEN is_test(name, email, account_key) THEN 'test account'
    WHEN updated_read IS NULL THEN 'time of update cannot be read'
    WHEN day_read IS NULL THEN 'order date cannot be read'
    WHEN day_read > updated_read::DATE THEN 'order date lies after the update'
    WHEN amount_read IS NULL THEN 'amount cannot be read'
    WHEN amount_read < 0 THEN 'amount below 0'
    WHEN status_read IS NULL THEN 'unknown status'
END AS reason
FROM shop_read;

INSERT INTO staging.reject
SELECT source_file, source_row, 'clean', reason,
       concat_ws(' | ', order_no, account_no, name, order_date, amount, status, updated_at)
FROM shop_judged WHERE reason IS NOT NULL;

INSERT INTO clean.set_aside
SELECT source_file, source_row, 'phone', phone, phone_problem FROM shop_judged
WHERE reason IS NULL AND phone_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'email', email, email_problem FROM shop_judged
WHERE reason IS NULL AND email_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'name', name, name_problem FROM shop_judged
WHERE reason IS NULL AND name_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'birth_year', birth_year, 'no year in which a customer can have been born'
FROM shop_judged
WHERE reason IS NULL AND filled(birth_year) IS NOT NULL
  AND NOT coalesce(possible_birth_year(birth_read, year(updated_read)), false)
UNION ALL
SELECT source_file, source_row, 'items', items, 'an order has at least one item' FROM shop_judged
WHERE reason IS NULL AND filled(items) IS NOT NULL AND coalesce(items_read, 0) < 1;

INSERT INTO clean.shop
SELECT source_file, source_row, order_key, account_key, name_form, sound_form, phone_form, filled(phone), email_form,
       coalesce(c.city, filled(j.city)),
       CASE WHEN possible_birth_year(birth_read, year(updated_read)) THEN birth_read END,
       yes_of(consent_email), yes_of(consent_sms), day_read, CASE WHEN items_read >= 1 THEN items_read END,
       amount_read, status_read, updated_read
FROM shop_judged AS j LEFT JOIN clean.city AS c ON c.chinese = filled(j.city)
WHERE reason IS NULL;
