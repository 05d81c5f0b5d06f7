-- The star for analysts: facts in the middle, dimensions around them, and the figures of a customer as views.
-- It is made from the published tables in their transaction, so it is never older or newer than they are. It has
-- no name, number or address: a customer is her pseudonym, and only the tables of main lead back to her.
-- The silos know no products, only how many items an order had; so there is no dimension of products.
DROP SCHEMA IF EXISTS star CASCADE;
CREATE SCHEMA star;

CREATE TABLE star.dim_customer (
    customer_key TEXT PRIMARY KEY,
    city TEXT, birth_decade INTEGER, consent_email BOOLEAN NOT NULL, consent_sms BOOLEAN NOT NULL
);
INSERT INTO star.dim_customer
SELECT pseudonym, city, birth_year // 10 * 10, consent_email, consent_sms FROM customer ORDER BY ALL;

CREATE TABLE star.dim_channel (channel TEXT PRIMARY KEY, silo TEXT NOT NULL);
INSERT INTO star.dim_channel
SELECT 'web shop', 'shop' UNION ALL SELECT 'questionnaire', 'survey'
UNION ALL SELECT DISTINCT coalesce(channel, 'unknown'), 'service_desk' FROM ticket ORDER BY ALL;

-- Every day from the first to the last, also those on which nothing happened.
CREATE TABLE star.dim_date (
    day DATE PRIMARY KEY,
    year INTEGER NOT NULL, quarter INTEGER NOT NULL, month INTEGER NOT NULL,
    weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7)  -- 1 is Monday
);
INSERT INTO star.dim_date
SELECT day::DATE, year(day), quarter(day), month(day), isodow(day)
FROM (SELECT min(day) AS first, max(day) AS last
      FROM (SELECT order_date AS day FROM customer_order UNION ALL SELECT opened::DATE FROM ticket
            UNION ALL SELECT answered_on FROM survey_answer)),
     generate_series(first, last, INTERVAL 1 DAY) AS series(day)
ORDER BY ALL;

-- A row is an order. What was cancelled or returned brought no money.
CREATE TABLE star.fact_order (
    order_no TEXT PRIMARY KEY,
    customer_key TEXT NOT NULL REFERENCES star.dim_customer (customer_key),
    day DATE NOT NULL REFERENCES star.dim_date (day),
    channel TEXT NOT NULL REFERENCES star.dim_channel (channel),
    status TEXT NOT NULL,
    items INTEGER, amount DECIMAL(12, 2) NOT NULL, revenue DECIMAL(12, 2) NOT NULL
);
INSERT INTO star.fact_order
SELECT order_no, pseudonym, order_date, 'web shop', status, items, amount,
       CASE WHEN status IN ('cancelled', 'returned') THEN 0 ELSE amount END
FROM customer_order JOIN customer USING (customer_id) ORDER BY ALL;

-- A row is a ticket.
CREATE TABLE star.fact_ticket (
    ticket_no TEXT PRIMARY KEY,
    customer_key TEXT NOT NULL REFERENCES star.dim_customer (customer_key),
    day DATE NOT NULL REFERENCES star.dim_date (day),
    channel TEXT NOT NULL REFERENCES star.dim_channel (channel),
    kind TEXT NOT NULL, status TEXT NOT NULL,
    compensation DECIMAL(12, 2), score INTEGER
);
INSERT INTO star.fact_ticket
SELECT ticket_no, pseudonym, opened::DATE, coalesce(channel, 'unknown'), kind, status, compensation, score
FROM ticket JOIN customer USING (customer_id) ORDER BY ALL;

-- A row is an answer to the survey.
CREATE TABLE star.fact_answer (
    response_no TEXT PRIMARY KEY,
    customer_key TEXT NOT NULL REFERENCES star.dim_customer (customer_key),
    day DATE NOT NULL REFERENCES star.dim_date (day),
    channel TEXT NOT NULL REFERENCES star.dim_channel (channel),
    satisfaction INTEGER, recommend INTEGER, effort INTEGER
);
INSERT INTO star.fact_answer
SELECT response_no, pseudonym, answered_on, 'questionnaire', satisfaction, recommend, effort
FROM survey_answer JOIN customer USING (customer_id) ORDER BY ALL;

-- ----------------------------------------------------------------------------------------------------------
-- The figures of a customer. A view is computed when it is read, so it cannot be older than the facts.

-- What the figures take for granted: the cuts of the tiers, the margin and the cost of capital.
CREATE TABLE star.assumption (cut_b DECIMAL(12, 2), cut_a DECIMAL(12, 2), margin DOUBLE, discount_rate DOUBLE);
INSERT INTO star.assumption VALUES (1100, 2600, 0.4, 0.1);

-- The indicators of health: where each scores 0 and 100, and its weight.
CREATE TABLE star.health_rule (indicator TEXT PRIMARY KEY, worst DOUBLE, best DOUBLE, weight DOUBLE);
INSERT INTO star.health_rule VALUES
    ('recency', 180, 0, 0.4), ('orders', 0, 4, 0.2), ('complaints', 2, 0, 0.2), ('satisfaction', 1, 5, 0.2);

-- Until which day the files tell: no clock decides what is recent, so yesterday's files give yesterday's figures.
CREATE VIEW star.as_of AS SELECT max(day) AS day FROM star.dim_date;

-- Recency in days, orders and money, scored by fifths as crmlib.rfm does.
CREATE VIEW star.rfm AS
WITH purchase AS (
    SELECT customer_key, (SELECT day FROM star.as_of) - max(day) AS recency, count(*) AS frequency,
           sum(revenue) AS monetary
    FROM star.fact_order WHERE status NOT IN ('cancelled', 'returned') GROUP BY customer_key
), cut AS (
    SELECT quantile_cont(recency::DOUBLE, [0.2, 0.4, 0.6, 0.8]) AS recency,
           quantile_cont(frequency::DOUBLE, [0.2, 0.4, 0.6, 0.8]) AS frequency,
           quantile_cont(monetary::DOUBLE, [0.2, 0.4, 0.6, 0.8]) AS monetary
    FROM purchase
)
SELECT p.*, 5 - len(list_filter(cut.recency, lambda c: c < p.recency)) AS recency_score,
       1 + len(list_filter(cut.frequency, lambda c: c < p.frequency)) AS frequency_score,
       1 + len(list_filter(cut.monetary, lambda c: c < p.monetary::DOUBLE)) AS monetary_score
FROM purchase AS p, cut;

-- The spend of the last 365 days and of the 365 before them, and the tier by it; nothing bought, no tier.
CREATE VIEW star.tier AS
WITH spend AS (
    SELECT c.customer_key,
           coalesce(sum(o.revenue) FILTER (o.day > t.day - 365), 0) AS spend,
           coalesce(sum(o.revenue) FILTER (o.day <= t.day - 365 AND o.day > t.day - 730), 0) AS spend_before
    FROM star.dim_customer AS c, star.as_of AS t
    LEFT JOIN star.fact_order AS o ON o.customer_key = c.customer_key
    GROUP BY c.customer_key
)
SELECT s.*,
       CASE WHEN spend >= cut_a THEN 'A' WHEN spend >= cut_b THEN 'B' WHEN spend > 0 THEN 'C' END AS tier,
       CASE WHEN spend_before >= cut_a THEN 'A' WHEN spend_before >= cut_b THEN 'B' WHEN spend_before > 0 THEN 'C' END
           AS tier_before
FROM spend AS s, star.assumption;

-- Last year's margin times the multiple r / (1 + d - r). The retention rate r of a tier is the share of those who
-- were in it a year ago and bought since; one more on either side keeps it from 0 and 1 in a small tier.
CREATE VIEW star.clv AS
WITH kept AS (
    SELECT tier_before AS tier, (count(tier) + 1) / (count(*) + 2) AS retention_rate
    FROM star.tier WHERE tier_before IS NOT NULL GROUP BY tier_before
)
SELECT t.customer_key, t.tier, k.retention_rate, round(t.spend * a.margin, 2) AS margin,
       round(t.spend * a.margin * k.retention_rate / (1 + a.discount_rate - k.retention_rate), 2) AS clv
FROM star.tier AS t JOIN kept AS k USING (tier), star.assumption AS a;

-- The weighted mean of the indicators that a customer has, each from 0 to 100, as crmlib.health does; coverage is
-- the weight of what is there. Orders and complaints are those of the last 180 days.
CREATE VIEW star.health AS
WITH indicator AS (
    SELECT r.customer_key, 'recency' AS indicator, r.recency AS value FROM star.rfm AS r
    UNION ALL
    SELECT r.customer_key, 'orders', count(o.order_no) FROM star.rfm AS r, star.as_of AS t
    LEFT JOIN star.fact_order AS o
        ON o.customer_key = r.customer_key AND o.day > t.day - 180 AND o.status NOT IN ('cancelled', 'returned')
    GROUP BY r.customer_key
    UNION ALL
    SELECT r.customer_key, 'complaints', count(f.ticket_no) FROM star.rfm AS r, star.as_of AS t
    LEFT JOIN star.fact_ticket AS f
        ON f.customer_key = r.customer_key AND f.day > t.day - 180 AND f.kind = 'complaint'
    GROUP BY r.customer_key
    UNION ALL
    SELECT customer_key, 'satisfaction', arg_max(satisfaction, {d: day, n: response_no})
    FROM star.fact_answer SEMI JOIN star.rfm USING (customer_key)
    WHERE satisfaction IS NOT NULL GROUP BY customer_key
)
SELECT customer_key,
       round(sum(weight * 100 * greatest(0, least(1, (value - worst) / (best - worst)))) / sum(weight), 6) AS score,
       round(sum(weight) / (SELECT sum(weight) FROM star.health_rule), 6) AS coverage
FROM indicator JOIN star.health_rule USING (indicator) GROUP BY customer_key;
