SELECT id, kind, at, detail, previous_hash, hash FROM operation WHERE id > ?1 ORDER BY id;
