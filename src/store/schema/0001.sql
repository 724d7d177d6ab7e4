-- Version 1: documents and who speaks in them, embeddings, runs with their candidate themes, the log of operations.

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE, -- SHA-256 of the document as read, so that the same reading is kept once
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL, -- of the source's bytes
    language TEXT, -- ISO 639-3
    text TEXT NOT NULL,
    notices TEXT NOT NULL -- JSON
) STRICT;

CREATE TABLE speaker (
    document_id INTEGER NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'participant')),
    role_reason TEXT NOT NULL,
    generic INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE turn (
    document_id INTEGER NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    speaker INTEGER,
    start_at INTEGER NOT NULL, -- code points
    end_at INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE time_mark (
    document_id INTEGER NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    at INTEGER NOT NULL, -- code points
    ms INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE attribute (
    participant_id INTEGER NOT NULL REFERENCES participant (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (participant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE -- JSON
) STRICT;

CREATE TABLE embedding (
    model_id INTEGER NOT NULL REFERENCES model (id),
    text_sha256 BLOB NOT NULL, -- of the words embedded
    n_windows INTEGER NOT NULL,
    vector BLOB NOT NULL, -- f32, little-endian
    PRIMARY KEY (model_id, text_sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    operation_id INTEGER NOT NULL REFERENCES operation (id),
    detail TEXT NOT NULL -- JSON: parameters, curve, counts, notices
) STRICT;

CREATE TABLE run_document (
    run_id INTEGER NOT NULL REFERENCES run (id),
    document_id INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (run_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
    run_id INTEGER NOT NULL REFERENCES run (id),
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    start_at INTEGER NOT NULL, -- code points
    end_at INTEGER NOT NULL,
    participant_id INTEGER REFERENCES participant (id),
    n_windows INTEGER NOT NULL,
    PRIMARY KEY (run_id, id),
    FOREIGN KEY (document_id, turn) REFERENCES turn (document_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    run_id INTEGER NOT NULL REFERENCES run (id),
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    cohesion REAL NOT NULL,
    n_participants INTEGER NOT NULL,
    detail TEXT NOT NULL, -- JSON: key terms, exemplars, near misses, rival, notices
    PRIMARY KEY (run_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    run_id INTEGER NOT NULL,
    segment_id INTEGER NOT NULL,
    proposal_id INTEGER NOT NULL,
    similarity REAL NOT NULL, -- cosine to the theme's centre
    PRIMARY KEY (run_id, segment_id),
    FOREIGN KEY (run_id, segment_id) REFERENCES segment (run_id, id),
    FOREIGN KEY (run_id, proposal_id) REFERENCES proposal (run_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of_proposal ON member (run_id, proposal_id, similarity DESC, segment_id);

CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER operation_is_never_edited BEFORE UPDATE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER operation_is_never_deleted BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
