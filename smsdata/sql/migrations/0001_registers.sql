-- Every version of every row of every register (contract, section 2). A version is in force from
-- recorded_at until superseded_at ('infinity' while nothing follows). Keys, references and value
-- ranges are held by the write transaction, not by constraints: those slow bulk loads.
CREATE SCHEMA history;

-- Which migrations this store has had, and the digest of the rules that lie over it.
CREATE TABLE history.migration (
    name VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE history.rules (digest VARCHAR NOT NULL);

-- One row a write transaction: version counts them, recorded_at is that of its newest row.
CREATE TABLE history.write (
    version BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    note VARCHAR
);

CREATE TABLE history.organization (
    name VARCHAR,
    fiscal_year_start_month INTEGER,
    time_zone VARCHAR,
    scope VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.person (
    person VARCHAR NOT NULL,
    name VARCHAR,
    email VARCHAR,
    role_title VARCHAR,
    access VARCHAR,
    deputy VARCHAR,
    active BOOLEAN,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.outcome (
    outcome VARCHAR NOT NULL,
    title VARCHAR,
    defined_in VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.service (
    service VARCHAR NOT NULL,
    name VARCHAR,
    owner VARCHAR,
    customer VARCHAR,
    sla_reference VARCHAR,
    description VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.objective (
    objective VARCHAR NOT NULL,
    title VARCHAR,
    statement VARCHAR,
    outcome VARCHAR,
    clause VARCHAR,
    owner_role VARCHAR,
    owner VARCHAR,
    starts_on DATE,
    due_on DATE,
    measurement_approach VARCHAR,
    resources VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.metric (
    metric VARCHAR NOT NULL,
    name VARCHAR,
    definition VARCHAR,
    unit VARCHAR,
    direction VARCHAR,
    frequency VARCHAR,
    aggregation VARCHAR,
    owner_role VARCHAR,
    owner VARCHAR,
    source VARCHAR,
    minimum DOUBLE,
    maximum DOUBLE,
    decimals INTEGER,
    grace_days INTEGER,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.target (
    objective VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    service VARCHAR,
    path VARCHAR,
    evaluation VARCHAR,
    evaluation_periods INTEGER,
    tolerance DOUBLE,
    weight DOUBLE,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.target_point (
    objective VARCHAR NOT NULL,
    metric VARCHAR NOT NULL,
    service VARCHAR,
    on_date DATE NOT NULL,
    value DOUBLE,
    lower DOUBLE,
    upper DOUBLE,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.reading (
    metric VARCHAR NOT NULL,
    service VARCHAR,
    period_start DATE NOT NULL,
    value DOUBLE,
    numerator DOUBLE,
    denominator DOUBLE,
    not_applicable BOOLEAN,
    note VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.explanation (
    objective VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    cause VARCHAR,
    recovery VARCHAR,
    owner VARCHAR,
    due_on DATE,
    closed_on DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);
