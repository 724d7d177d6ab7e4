SELECT id, kind, at, detail ->> '$.coder', detail ->> '$.undoes', detail ->> '$.redoes', detail ->> '$.run', detail ->> '$.last_theme'
FROM operation WHERE kind IN ('decide', 'undo', 'redo', 'set-aside') ORDER BY id;
