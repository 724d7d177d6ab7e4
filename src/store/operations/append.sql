INSERT INTO operation (id, kind, at, detail, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6);
