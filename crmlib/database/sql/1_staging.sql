-- What came in, as it came in: text only, with the file and the row that it stands in.
-- A wrong rule of cleaning can be mended later only if nothing was cleaned on the way in.
-- This schema outlives a change of all the others: they are made again from it.
CREATE SCHEMA IF NOT EXISTS staging;

CREATE TABLE IF NOT EXISTS staging.version (version INTEGER NOT NULL);

-- A file is known by its name and its content. The same file is not loaded twice; a file whose content
-- changed replaces its former self.
CREATE TABLE IF NOT EXISTS staging.file (
    source_file TEXT PRIMARY KEY,
    silo TEXT NOT NULL CHECK (silo IN ('shop', 'service_desk', 'survey')),
    sha256 TEXT NOT NULL,
    encoding TEXT NOT NULL,
    rows_in INTEGER NOT NULL CHECK (rows_in >= 0),
    cleaned BOOLEAN NOT NULL
);

CREATE TABLE IF NOT EXISTS staging.shop (
    source_file TEXT, source_row INTEGER,
    order_no TEXT, account_no TEXT, name TEXT, phone TEXT, email TEXT, city TEXT, birth_year TEXT,
    consent_email TEXT, consent_sms TEXT, order_date TEXT, items TEXT, amount TEXT, status TEXT, updated_at TEXT,
    PRIMARY KEY (source_file, source_row)
);

CREATE TABLE IF NOT EXISTS staging.service_desk (
    source_file TEXT, source_row INTEGER, line TEXT,
    PRIMARY KEY (source_file, source_row)
);

CREATE TABLE IF NOT EXISTS staging.survey (
    source_file TEXT, source_row INTEGER,
    response_no TEXT, name TEXT, email TEXT, phone TEXT, age TEXT, city TEXT, answered_on TEXT,
    satisfaction TEXT, recommend TEXT, effort TEXT, comment TEXT,
    PRIMARY KEY (source_file, source_row)
);

-- Rows that no table could take, at whichever step, each with its reason. Nothing is lost in silence:
-- for every file, rows_in = rows cleaned + rows here (the view row_account says so).
CREATE TABLE IF NOT EXISTS staging.reject (
    source_file TEXT, source_row INTEGER,
    step TEXT NOT NULL CHECK (step IN ('load', 'clean')),
    reason TEXT NOT NULL,
    content TEXT,
    PRIMARY KEY (source_file, source_row)
);
