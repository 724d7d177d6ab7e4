SELECT at, ms FROM time_mark WHERE document_id = ?1 ORDER BY position;
