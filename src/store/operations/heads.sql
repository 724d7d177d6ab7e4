SELECT id, kind, at, detail ->> '$.coder', detail ->> '$.undoes', detail ->> '$.redoes', detail ->> '$.run',
  coalesce(detail ->> '$.last_code', detail ->> '$.last_theme'), detail ->> '$.last_candidate_theme'
FROM operation WHERE kind IN ('decide', 'undo', 'redo', 'set-aside')
UNION ALL
-- The numbers that each coder had given in the file from which this one was made.
SELECT operation.id, kind, at, given.value ->> '$.coder', NULL, NULL, given.value ->> '$.run',
  given.value ->> '$.last_code', given.value ->> '$.last_candidate_theme'
FROM operation, json_each(detail, '$.numbers') AS given WHERE kind = 'successor'
ORDER BY 1;
