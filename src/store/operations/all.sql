SELECT id, kind, at, detail, previous_hash, hash FROM operation ORDER BY id;
