SELECT id, document_id, turn, start_at, end_at, participant_id, n_windows
FROM segment WHERE run_id = ?1 ORDER BY id;
