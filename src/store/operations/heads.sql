SELECT id, kind, at, detail ->> '$.coder', detail ->> '$.undoes', detail ->> '$.redoes', detail ->> '$.run',
  coalesce(detail ->> '$.last_code', detail ->> '$.last_theme'), detail ->> '$.last_candidate_theme'
FROM operation WHERE kind IN ('decide', 'undo', 'redo', 'set-aside') ORDER BY id;
