INSERT INTO time_mark (document_id, position, at, ms) VALUES (?1, ?2, ?3, ?4);
