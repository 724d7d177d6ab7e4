-- Version 2: what coders decided, as records; each follows from the log of operations, which holds every change of one.

CREATE TABLE record (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
