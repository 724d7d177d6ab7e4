SELECT id FROM run
WHERE json_array_length(coalesce(detail -> '$.candidate_themes', detail -> '$.tree.groups', '[]')) = 0;
