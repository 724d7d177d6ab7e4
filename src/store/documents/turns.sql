SELECT speaker, start_at, end_at FROM turn WHERE document_id = ?1 ORDER BY position;
