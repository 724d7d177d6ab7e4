INSERT INTO segment (run_id, id, document_id, turn, start_at, end_at, participant_id, n_windows)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);
