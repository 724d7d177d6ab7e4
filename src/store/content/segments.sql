SELECT s.*, p.name AS participant
FROM segment AS s LEFT JOIN participant AS p ON p.id = s.participant_id
WHERE s.run_id = ?1 ORDER BY s.document_id, s.id;
