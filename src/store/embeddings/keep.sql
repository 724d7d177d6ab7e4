INSERT OR REPLACE INTO embedding (model_id, text_sha256, n_windows, vector) VALUES (?1, ?2, ?3, ?4);
