INSERT OR REPLACE INTO attribute (participant_id, name, value) VALUES (?1, ?2, ?3);
