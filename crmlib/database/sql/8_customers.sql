-- The customer database: keys, constraints, one row a customer. member(record, customer_id) and
-- code(customer_id, pseudonym) come from the driver.
CREATE TABLE customer (
    customer_id TEXT PRIMARY KEY,
    pseudonym TEXT NOT NULL UNIQUE CHECK (length(pseudonym) = 64),
    name TEXT,
    phone TEXT CHECK (phone LIKE '+%'),
    email TEXT CHECK (email LIKE '%@%'),
    city TEXT,
    birth_year INTEGER CHECK (birth_year BETWEEN 1880 AND 2050),
    -- Nobody has consented who never said so.
    consent_email BOOLEAN NOT NULL,
    consent_sms BOOLEAN NOT NULL,
    first_seen TIMESTAMP NOT NULL,
    last_seen TIMESTAMP NOT NULL,
    records INTEGER NOT NULL CHECK (records >= 1),
    CHECK (first_seen <= last_seen)
);

INSERT INTO customer
SELECT m.customer_id, any_value(k.pseudonym),
       -- The fullest name, Chinese before Latin, then the one seen most often, then the latest.
       arg_max(r.name, {full_name: contains(r.sound, ' '), han: regexp_matches(r.name, '[\x{3400}-\x{9fff}]'),
                        n: r.sightings, t: r.last_seen, r: r.record}) FILTER (r.name IS NOT NULL),
       arg_max(r.phone, {mobile: r.phone LIKE '+861_________%', t: r.last_seen, r: r.record}) FILTER (r.phone IS NOT NULL),
       arg_max(r.email, {t: r.last_seen, r: r.record}) FILTER (r.email IS NOT NULL),
       arg_max(r.city, {t: r.last_seen, r: r.record}) FILTER (r.city IS NOT NULL),
       arg_max(r.birth_year, {t: r.last_seen, r: r.record}) FILTER (r.birth_year IS NOT NULL),
       coalesce(arg_max(r.consent_email, {t: r.last_seen, r: r.record}) FILTER (r.consent_email IS NOT NULL), false),
       coalesce(arg_max(r.consent_sms, {t: r.last_seen, r: r.record}) FILTER (r.consent_sms IS NOT NULL), false),
       min(r.first_seen), max(r.last_seen), count(*)
FROM record_read AS r JOIN member AS m ON m.record = r.record JOIN code AS k ON k.customer_id = m.customer_id
GROUP BY m.customer_id;

CREATE TABLE person_record (
    record TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (customer_id),
    silo TEXT NOT NULL,
    account TEXT, name TEXT, sound TEXT, phone TEXT, phone_typed TEXT, email TEXT, city TEXT, birth_year INTEGER,
    first_seen TIMESTAMP NOT NULL, last_seen TIMESTAMP NOT NULL, sightings INTEGER NOT NULL CHECK (sightings >= 1)
);
INSERT INTO person_record
SELECT r.record, m.customer_id, silo, account, name, sound, phone, phone_typed, email, city, birth_year, first_seen,
       last_seen, sightings
FROM record_read AS r JOIN member AS m ON m.record = r.record;

CREATE TABLE sighting (
    source_file TEXT, source_row INTEGER,
    record TEXT NOT NULL REFERENCES person_record (record),
    PRIMARY KEY (source_file, source_row)
);
INSERT INTO sighting
SELECT s.source_file, s.source_row, r.record FROM seen AS s JOIN record_read AS r ON r.identity = s.identity;

-- Of an order that came in several times, the row with the latest update counts; of two with one time, the
-- one further down in the later file.
CREATE TABLE customer_order (
    order_no TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (customer_id),
    order_date DATE NOT NULL,
    items INTEGER CHECK (items >= 1),
    amount DECIMAL(12, 2) NOT NULL CHECK (amount >= 0),
    status TEXT NOT NULL CHECK (status IN ('shipped', 'completed', 'cancelled', 'returned')),
    updated_at TIMESTAMP NOT NULL,
    source_file TEXT NOT NULL, source_row INTEGER NOT NULL
);
INSERT INTO customer_order
SELECT order_no, m.customer_id, order_date, items, amount, status, updated_at, c.source_file, c.source_row
FROM clean.shop AS c JOIN sighting AS s USING (source_file, source_row) JOIN member AS m ON m.record = s.record
QUALIFY row_number() OVER (PARTITION BY order_no ORDER BY updated_at DESC, source_file DESC, source_row DESC) = 1;

CREATE TABLE ticket (
    ticket_no TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (customer_id),
    kind TEXT NOT NULL CHECK (kind IN ('complaint', 'contact')),
    channel TEXT, opened TIMESTAMP NOT NULL, subject TEXT,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    compensation DECIMAL(12, 2) CHECK (compensation >= 0),
    score INTEGER CHECK (score BETWEEN 1 AND 5),
    updated_at TIMESTAMP NOT NULL,
    source_file TEXT NOT NULL, source_row INTEGER NOT NULL
);
INSERT INTO ticket
SELECT ticket_no, m.customer_id, kind, channel, opened, subject, status, compensation, score, updated_at,
       c.source_file, c.source_row
FROM clean.service_desk AS c JOIN sighting AS s USING (source_file, source_row) JOIN member AS m ON m.record = s.record
QUALIFY row_number() OVER (PARTITION BY ticket_no ORDER BY updated_at DESC, source_file DESC, source_row DESC) = 1;

CREATE TABLE survey_answer (
    response_no TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (customer_id),
    answered_on DATE NOT NULL,
    satisfaction INTEGER CHECK (satisfaction BETWEEN 1 AND 5),
    recommend INTEGER CHECK (recommend BETWEEN 0 AND 10),
    effort INTEGER CHECK (effort BETWEEN 1 AND 7),
    comment TEXT,
    source_file TEXT NOT NULL, source_row INTEGER NOT NULL
);
INSERT INTO survey_answer
SELECT response_no, m.customer_id, updated_at::DATE, satisfaction, recommend, effort, comment, c.source_file, c.source_row
FROM clean.survey AS c JOIN sighting AS s USING (source_file, source_row) JOIN member AS m ON m.record = s.record
QUALIFY row_number() OVER (PARTITION BY response_no ORDER BY updated_at DESC, source_file DESC, source_row DESC) = 1;
