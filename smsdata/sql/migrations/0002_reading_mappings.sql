-- What the columns and signs of people's own files mean, kept under a name so that the next file of
-- the kind is read unasked. Every version stays; the newest of a name counts. It belongs to this
-- store, not to the organisation's registers: no bundle carries it.
CREATE TABLE history.reading_mapping (
    name VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    recorded_by VARCHAR NOT NULL
);
