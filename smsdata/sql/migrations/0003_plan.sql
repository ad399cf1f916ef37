-- The plan: its items, how far they have come, what was done when, who has which part, its approvals;
-- improvements, evidence, and what is waived.
CREATE TABLE history.plan_item (
    plan_item VARCHAR NOT NULL,
    title VARCHAR,
    phase VARCHAR,
    workstream VARCHAR,
    activity VARCHAR,
    deliverable VARCHAR,
    owner_role VARCHAR,
    owner VARCHAR,
    timing VARCHAR,
    starts_on DATE,
    due_on DATE,
    cadence VARCHAR,
    trigger VARCHAR,
    method VARCHAR,
    expected_evidence VARCHAR,
    clause VARCHAR,
    resources VARCHAR,
    objectives VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.plan_progress (
    plan_item VARCHAR NOT NULL,
    on_date DATE NOT NULL,
    percent DOUBLE,
    state VARCHAR,
    forecast_on DATE,
    note VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.plan_occurrence (
    plan_item VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    note VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.improvement (
    improvement VARCHAR NOT NULL,
    title VARCHAR,
    description VARCHAR,
    source VARCHAR,
    objective VARCHAR,
    metric VARCHAR,
    owner_role VARCHAR,
    owner VARCHAR,
    raised_on DATE,
    due_on DATE,
    benefit INTEGER,
    effort INTEGER,
    state VARCHAR,
    implemented_on DATE,
    closed_on DATE,
    validation VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.raci (
    activity VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    part VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.plan_approval (
    version VARCHAR NOT NULL,
    approved_on DATE,
    approved_by VARCHAR,
    summary VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.waiver (
    rule VARCHAR NOT NULL,
    register VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    reason VARCHAR,
    until DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE history.evidence (
    evidence VARCHAR NOT NULL,
    title VARCHAR,
    location VARCHAR,
    dated_on DATE,
    sha256 VARCHAR,
    register VARCHAR,
    code VARCHAR,
    due_on DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL,
    change_note VARCHAR,
    withdrawn BOOLEAN NOT NULL,
    superseded_at TIMESTAMPTZ NOT NULL
);
