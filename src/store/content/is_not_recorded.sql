SELECT EXISTS (
    SELECT 1 FROM operation
    WHERE kind = 'suggest'
    AND id > coalesce((
        SELECT max(id) FROM operation
        WHERE kind = 'upgrade' AND CASE WHEN json_valid(detail) THEN detail -> '$.joined' IS NULL END
    ), 0)
    AND CASE WHEN json_valid(detail) THEN detail -> '$.digests' IS NULL END
);
