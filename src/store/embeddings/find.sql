SELECT n_windows, vector FROM embedding WHERE model_id = ?1 AND text_sha256 = ?2;
