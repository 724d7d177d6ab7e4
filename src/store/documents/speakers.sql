SELECT label, role, role_reason, generic FROM speaker WHERE document_id = ?1 ORDER BY position;
