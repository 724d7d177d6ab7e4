INSERT INTO turn (document_id, position, speaker, start_at, end_at) VALUES (?1, ?2, ?3, ?4, ?5);
