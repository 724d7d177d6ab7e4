INSERT INTO speaker (document_id, position, label, role, role_reason, generic) VALUES (?1, ?2, ?3, ?4, ?5, ?6);
