SELECT id, label, cohesion, n_participants, detail FROM proposal WHERE run_id = ?1 ORDER BY id;
