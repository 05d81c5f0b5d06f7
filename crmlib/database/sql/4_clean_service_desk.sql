-- The tickets of the files that are not cleaned yet. A line that was cut off is no JSON: it is rejected whole.
CREATE OR REPLACE TEMP TABLE desk_line AS
SELECT d.source_file, d.source_row, d.line, try_cast(d.line AS JSON) AS ticket
FROM staging.service_desk AS d
JOIN staging.file AS f ON f.source_file = d.source_file AND NOT f.cleaned;

CREATE OR REPLACE TEMP TABLE desk_read AS
SELECT l.*,
       filled(ticket ->> '$.ticket') AS ticket_key,
       ticket ->> '$.kind' AS kind, ticket ->> '$.channel' AS channel, ticket ->> '$.status' AS status,
       moment_of(ticket ->> '$.opened') AS opened_read, moment_of(ticket ->> '$.updated') AS updated_read,
       ticket ->> '$.handling.compensation' AS compensation, ticket ->> '$.handling.score' AS score,
       CASE WHEN ticket ->> '$.requester.contact.type' = 'phone' THEN ticket ->> '$.requester.contact.value' END AS phone,
       CASE WHEN ticket ->> '$.requester.contact.type' = 'email' THEN ticket ->> '$.requester.contact.value' END AS email,
       ticket ->> '$.requester.name' AS name
FROM desk_line AS l;

CREATE OR REPLACE TEMP TABLE desk_judged AS
SELECT r.*,
       p.form AS phone_form, p.problem AS phone_problem, e.form AS email_form, e.problem AS email_problem,
       n.form AS name_form, n.problem AS name_problem, o.form AS sound_form, t.form AS subject,
       CASE
           WHEN ticket IS NULL THEN 'line is no JSON'
           WHEN ticket_key IS NULL THEN 'no ticket number'
           WHEN is_test(r.name, r.email, NULL) THEN 'test account'
           WHEN updated_read IS NULL THEN 'time of update cannot be read'
           WHEN opened_read IS NULL THEN 'time of opening cannot be read'
           WHEN opened_read > updated_read + INTERVAL 1 MINUTE THEN 'opened after the update'
           WHEN r.kind IS NULL OR r.status IS NULL OR r.status NOT IN ('open', 'closed') THEN 'unknown kind or status'
       END AS reason
FROM desk_read AS r
LEFT JOIN clean.form AS p ON p.kind = 'phone' AND p.text = r.phone
LEFT JOIN clean.form AS e ON e.kind = 'email' AND e.text = r.email
LEFT JOIN clean.form AS n ON n.kind = 'name' AND n.text = r.name
LEFT JOIN clean.form AS o ON o.kind = 'sound' AND o.text = r.name
LEFT JOIN clean.form AS t ON t.kind = 'text' AND t.text = r.ticket ->> '$.subject';

INSERT INTO staging.reject
SELECT source_file, source_row, 'clean', reason, line FROM desk_judged WHERE reason IS NOT NULL;

INSERT INTO clean.set_aside
SELECT source_file, source_row, 'phone', phone, phone_problem FROM desk_judged
WHERE reason IS NULL AND phone_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'email', email, email_problem FROM desk_judged
WHERE reason IS NULL AND email_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'name', name, name_problem FROM desk_judged
WHERE reason IS NULL AND name_problem IS NOT NULL
UNION ALL
SELECT source_file, source_row, 'compensation', compensation, 'no amount of money' FROM desk_judged
WHERE reason IS NULL AND filled(compensation) IS NOT NULL AND coalesce(yuan_of(compensation), -1) < 0
UNION ALL
SELECT source_file, source_row, 'score', score, 'not from 1 to 5' FROM desk_judged
WHERE reason IS NULL AND filled(score) IS NOT NULL AND NOT coalesce(whole_of(score) BETWEEN 1 AND 5, false);

INSERT INTO clean.service_desk
SELECT source_file, source_row, ticket_key, kind, channel, name_form, sound_form, phone_form, filled(phone), email_form,
       opened_read, subject, status,
       CASE WHEN yuan_of(compensation) >= 0 THEN yuan_of(compensation) END,
       CASE WHEN whole_of(score) BETWEEN 1 AND 5 THEN whole_of(score) END, updated_read
FROM desk_judged WHERE reason IS NULL;
