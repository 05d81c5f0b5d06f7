-- What people look at.

-- One view of the customer: what she bought, what she said, what she complained about.
CREATE OR REPLACE VIEW customer_view AS
SELECT c.*,
       coalesce(o.orders, 0) AS orders, coalesce(o.revenue, 0) AS revenue, o.first_order, o.last_order,
       coalesce(t.complaints, 0) AS complaints, coalesce(t.open_complaints, 0) AS open_complaints,
       coalesce(t.contacts, 0) AS contacts,
       a.satisfaction, a.recommend, a.effort, a.answered_on
FROM customer AS c
-- A cancelled order is no purchase; a returned one was a purchase but brought no money.
LEFT JOIN (SELECT customer_id, count(*) AS orders, min(order_date) AS first_order, max(order_date) AS last_order,
                  sum(amount) FILTER (status <> 'returned') AS revenue
           FROM customer_order WHERE status <> 'cancelled' GROUP BY customer_id) AS o USING (customer_id)
LEFT JOIN (SELECT customer_id, count(*) FILTER (kind = 'complaint') AS complaints,
                  count(*) FILTER (kind = 'complaint' AND status = 'open') AS open_complaints,
                  count(*) FILTER (kind = 'contact') AS contacts
           FROM ticket GROUP BY customer_id) AS t USING (customer_id)
LEFT JOIN (SELECT customer_id, satisfaction, recommend, effort, answered_on FROM survey_answer
           QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY answered_on DESC, response_no DESC) = 1
          ) AS a USING (customer_id);

-- For analysts: no name, number or address, and nothing so fine that it singles a person out by itself.
-- The pseudonym follows one person from table to table, so it is still personal data.
CREATE OR REPLACE VIEW analyst_view AS
SELECT pseudonym, city, birth_year // 10 * 10 AS birth_decade, consent_email, consent_sms,
       orders, revenue, first_order, last_order, complaints, open_complaints, contacts, satisfaction, recommend, effort
FROM customer_view;

-- Orders in the form that crmlib.rfm reads, for analysts.
CREATE OR REPLACE VIEW analyst_order AS
SELECT c.pseudonym AS customer_id, o.order_date AS date, o.amount::DOUBLE AS amount
FROM customer_order AS o JOIN customer AS c USING (customer_id) WHERE o.status NOT IN ('cancelled', 'returned');

-- Who may be written to: only who said so, and only by the way she said.
CREATE OR REPLACE VIEW may_be_mailed AS SELECT customer_id, name, email FROM customer WHERE consent_email AND email IS NOT NULL;
CREATE OR REPLACE VIEW may_be_texted AS SELECT customer_id, name, phone FROM customer WHERE consent_sms AND phone LIKE '+861%';

-- From a customer back to every row of every file that says something about her.
CREATE OR REPLACE VIEW lineage AS
SELECT p.customer_id, p.record, p.silo, s.source_file, s.source_row,
       coalesce(o.order_no, d.ticket_no, v.response_no) AS number,
       coalesce(k.source_row IS NOT NULL, false) AS counts
FROM sighting AS s JOIN person_record AS p USING (record)
LEFT JOIN clean.shop AS o ON o.source_file = s.source_file AND o.source_row = s.source_row
LEFT JOIN clean.service_desk AS d ON d.source_file = s.source_file AND d.source_row = s.source_row
LEFT JOIN clean.survey AS v ON v.source_file = s.source_file AND v.source_row = s.source_row
LEFT JOIN (SELECT source_file, source_row FROM customer_order
           UNION ALL SELECT source_file, source_row FROM ticket
           UNION ALL SELECT source_file, source_row FROM survey_answer
          ) AS k ON k.source_file = s.source_file AND k.source_row = s.source_row;

-- The account of rows, file by file: rows_in = rows_clean + rows_rejected, and of the clean ones some are
-- superseded by a later update.
CREATE OR REPLACE VIEW row_account AS
SELECT f.source_file, f.silo, f.encoding, f.rows_in,
       count(s.source_row) AS rows_clean,
       (SELECT count(*) FROM staging.reject AS r WHERE r.source_file = f.source_file) AS rows_rejected,
       count(l.source_row) FILTER (NOT l.counts) AS rows_superseded
FROM staging.file AS f
LEFT JOIN sighting AS s ON s.source_file = f.source_file
LEFT JOIN lineage AS l ON l.source_file = s.source_file AND l.source_row = s.source_row
GROUP BY f.source_file, f.silo, f.encoding, f.rows_in
ORDER BY f.source_file;
