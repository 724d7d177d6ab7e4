SELECT segment_id, proposal_id, similarity FROM member
WHERE run_id = ?1 ORDER BY proposal_id, similarity DESC, segment_id;
