-- The answers of the files that are not cleaned yet. Below the answers stands a row of totals: it is nobody's.
CREATE OR REPLACE TEMP TABLE survey_judged AS
SELECT s.*,
       day_of(s.answered_on) AS day_read, whole_of(s.age) AS age_read, whole_of(s.satisfaction) AS satisfaction_read,
       whole_of(s.recommend) AS recommend_read, whole_of(s.effort) AS effort_read,
       p.form AS phone_form, p.problem AS phone_problem, e.form AS email_form, e.problem AS email_problem,
       n.form AS name_form, n.problem AS name_problem, o.form AS sound_form, t.form AS comment_form,
       CASE
           WHEN regexp_matches(filled(response_no), '合计|总计|平均|[Tt]otal') THEN 'row of totals'
           WHEN filled(response_no) IS NULL THEN 'no response number'
           WHEN is_test(s.name, s.email, NULL) THEN 'test account'
           WHEN day_of(s.answered_on) IS NULL THEN 'day of the answer cannot be read'
       END AS reason
FROM staging.survey AS s
JOIN staging.file AS f ON f.source_file = s.source_file AND NOT f.cleaned
LEFT JOIN clean.form AS p ON p.kind = 'phone' AND p.text = s.phone
LEFT JOIN clean.form AS e ON e.kind = 'email' AND e.text = s.email
LEFT JOIN clean.form AS n ON n.kind = 'name' AND n.text = s.name
LEFT JOIN clean.form AS o ON o.kind = 'sound' AND o.text = s.name
LEFT JOIN clean.form AS t ON t.kind = 'text' AND t.text = s.comment;

INSERT INTO staging.reject
SELECT source_file, source_row, 'clean', reason, concat_ws(' | ', response_no, name, answered_on, satisfaction, recommend, effort)
FROM survey_judged WHERE reason IS NOT NULL;

INSERT INTO clean.set_aside
SELECT source_file, source_row, 'phone', phone, phone_problem FROM survey_judged
WHERE reason IS NULL AND phone_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'email', email, email_problem FROM survey_judged
WHERE reason IS NULL AND email_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'name', name, name_problem FROM survey_judged
WHERE reason IS NULL AND name_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'age', age, 'no age of a customer' FROM survey_judged
WHERE reason IS NULL AND filled(age) IS NOT NULL AND NOT coalesce(age_read BETWEEN 10 AND 110, false)
UNION ALL
SELECT source_file, source_row, 'satisfaction', satisfaction, 'not from 1 to 5' FROM survey_judged
WHERE reason IS NULL AND filled(satisfaction) IS NOT NULL AND NOT coalesce(satisfaction_read BETWEEN 1 AND 5, false)
UNION ALL
SELECT source_file, source_row, 'recommend', recommend, 'not from 0 to 10' FROM survey_judged
WHERE reason IS NULL AND filled(recommend) IS NOT NULL AND NOT coalesce(recommend_read BETWEEN 0 AND 10, false)
UNION ALL
SELECT source_file, source_row, 'effort', effort, 'not from 1 to 7' FROM survey_judged
WHERE reason IS NULL AND filled(effort) IS NOT NULL AND NOT coalesce(effort_read BETWEEN 1 AND 7, false);

-- An age is not kept: it is wrong in a year. The year of birth is right within one year.
INSERT INTO clean.survey
SELECT source_file, source_row, filled(response_no), name_form, sound_form, phone_form, filled(phone), email_form,
       coalesce(c.city, filled(j.city)), CASE WHEN age_read BETWEEN 10 AND 110 THEN year(day_read) - age_read END,
       CASE WHEN satisfaction_read BETWEEN 1 AND 5 THEN satisfaction_read END,
       CASE WHEN recommend_read BETWEEN 0 AND 10 THEN recommend_read END,
       CASE WHEN effort_read BETWEEN 1 AND 7 THEN effort_read END, comment_form, day_read::TIMESTAMP
FROM survey_judged AS j LEFT JOIN clean.city AS c ON c.chinese = filled(j.city)
WHERE reason IS NULL;

UPDATE staging.file SET cleaned = true WHERE NOT cleaned;
