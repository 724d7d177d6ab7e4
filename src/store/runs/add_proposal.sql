INSERT INTO proposal (run_id, id, label, cohesion, n_participants, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6);
