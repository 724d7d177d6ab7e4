SELECT d.id, d.name, d.format, d.sha256, d.language, d.text, d.notices
FROM document AS d JOIN run_document AS r ON r.document_id = d.id
WHERE r.run_id = ?1 ORDER BY d.name, d.id;
