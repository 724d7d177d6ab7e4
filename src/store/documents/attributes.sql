SELECT name, value FROM attribute WHERE participant_id = ?1 ORDER BY name;
