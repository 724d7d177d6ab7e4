INSERT INTO member (run_id, segment_id, proposal_id, similarity) VALUES (?1, ?2, ?3, ?4);
