INSERT OR IGNORE INTO embedding (model_id, text_sha256, n_windows, vector)
SELECT id, ?2, ?3, ?4 FROM model WHERE fingerprint = ?1;
