-- What it means: dates, money and numbers with their types, one row for each row that came in.
CREATE SCHEMA IF NOT EXISTS clean;

-- A name, a telephone number or an address brought to one form by crmlib.quality, computed once per text.
-- kind 'sound' is a name as it sounds (pinyin): 王小明, 王晓明 and Xiaoming Wang share it.
CREATE TABLE IF NOT EXISTS clean.form (
    kind TEXT CHECK (kind IN ('phone', 'email', 'name', 'sound', 'text')),
    text TEXT,
    form TEXT,
    problem TEXT,
    PRIMARY KEY (kind, text)
);

CREATE TABLE IF NOT EXISTS clean.city (chinese TEXT PRIMARY KEY, city TEXT NOT NULL);

-- Values that cannot be: the row stays, the value goes here.
CREATE TABLE IF NOT EXISTS clean.set_aside (
    source_file TEXT, source_row INTEGER, column_name TEXT, value TEXT, reason TEXT NOT NULL,
    PRIMARY KEY (source_file, source_row, column_name)
);

CREATE TABLE IF NOT EXISTS clean.shop (
    source_file TEXT, source_row INTEGER,
    order_no TEXT NOT NULL, account_no TEXT NOT NULL,
    name TEXT, sound TEXT, phone TEXT, phone_typed TEXT, email TEXT, city TEXT, birth_year INTEGER,
    consent_email BOOLEAN, consent_sms BOOLEAN,
    order_date DATE NOT NULL, items INTEGER, amount DECIMAL(12, 2) NOT NULL, status TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (source_file, source_row)
);

CREATE TABLE IF NOT EXISTS clean.service_desk (
    source_file TEXT, source_row INTEGER,
    ticket_no TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT,
    name TEXT, sound TEXT, phone TEXT, phone_typed TEXT, email TEXT,
    opened TIMESTAMP NOT NULL, subject TEXT, status TEXT NOT NULL, compensation DECIMAL(12, 2), score INTEGER,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (source_file, source_row)
);

CREATE TABLE IF NOT EXISTS clean.survey (
    source_file TEXT, source_row INTEGER,
    response_no TEXT NOT NULL,
    name TEXT, sound TEXT, phone TEXT, phone_typed TEXT, email TEXT, city TEXT, birth_year INTEGER,
    satisfaction INTEGER, recommend INTEGER, effort INTEGER, comment TEXT,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (source_file, source_row)
);

INSERT OR IGNORE INTO clean.city VALUES
    ('上海', 'Shanghai'), ('北京', 'Beijing'), ('广州', 'Guangzhou'), ('深圳', 'Shenzhen'), ('杭州', 'Hangzhou'),
    ('成都', 'Chengdu'), ('武汉', 'Wuhan'), ('南京', 'Nanjing'), ('西安', 'Xi''an'), ('苏州', 'Suzhou'),
    ('青岛', 'Qingdao'), ('长沙', 'Changsha'), ('昆明', 'Kunming'), ('洛阳', 'Luoyang'), ('珠海', 'Zhuhai');

-- Full-width digits become narrow, spaces go from both ends, and words that stand for "nothing here" become NULL.
CREATE OR REPLACE MACRO filled(text) AS
    nullif(nullif(nullif(nullif(
        trim(translate(text, '０１２３４５６７８９．，－　', '0123456789.,- ')), ''), 'n/a'), '无'), '-');

-- A day in any of the ways the three systems write one. Each way has one reading only: 07.03. is always
-- 7 March, because no system here writes the month first. A five-digit number is Excel's count of days.
CREATE OR REPLACE MACRO day_of(text) AS
    CASE WHEN regexp_full_match(filled(text), '[1-9][0-9]{4}') THEN DATE '1899-12-30' + filled(text)::INTEGER
         ELSE try_strptime(filled(text), ['%Y-%m-%d', '%Y/%m/%d', '%d.%m.%Y', '%Y%m%d', '%Y年%m月%d日',
                                          '%Y-%m-%d %H:%M:%S'])::DATE END;

-- The moment on China's clock; the offset +08:00 is the same for all systems and is dropped.
CREATE OR REPLACE MACRO moment_of(text) AS
    try_strptime(replace(filled(text), '+08:00', ''),
                 ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y/%m/%d %H:%M', '%Y-%m-%d']);

-- ¥1,280.00, 1280元, RMB 1,280, CNY1280: the number alone, in yuan. "1,280" has a comma for thousands only.
CREATE OR REPLACE MACRO yuan_of(text) AS
    try_cast(replace(regexp_extract(upper(filled(text)),
        '^(?:¥|￥|RMB|CNY)?\s*(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?)\s*元?$', 1), ',', '')
        AS DECIMAL(12, 2));

CREATE OR REPLACE MACRO whole_of(text) AS
    CASE WHEN regexp_full_match(filled(text), '-?[0-9]{1,9}(\.0)?') THEN filled(text)::DOUBLE::INTEGER END;

CREATE OR REPLACE MACRO yes_of(text) AS
    CASE WHEN upper(filled(text)) IN ('Y', '是', 'TRUE', '1') THEN true
         WHEN upper(filled(text)) IN ('N', '否', 'FALSE', '0') THEN false END;

CREATE OR REPLACE MACRO status_of(text) AS
    CASE lower(filled(text))
        WHEN 'shipped' THEN 'shipped' WHEN '已发货' THEN 'shipped'
        WHEN 'completed' THEN 'completed' WHEN '已完成' THEN 'completed'
        WHEN 'cancelled' THEN 'cancelled' WHEN '已取消' THEN 'cancelled'
        WHEN 'returned' THEN 'returned' WHEN '已退货' THEN 'returned' END;

CREATE OR REPLACE MACRO form_of(a_kind, a_text) AS
    (SELECT form FROM clean.form AS f WHERE f.kind = a_kind AND f.text = a_text);

-- A year in which a customer of today can have been born.
CREATE OR REPLACE MACRO possible_birth_year(birth_year, seen_in) AS birth_year BETWEEN seen_in - 110 AND seen_in - 10;

-- Somebody who tries the system is no customer.
CREATE OR REPLACE MACRO is_test(name, email, account) AS
    coalesce(regexp_matches(lower(name), '测试|^test'), false)
    OR coalesce(regexp_matches(lower(email), '^test@'), false) OR coalesce(account = 'A999999', false);
