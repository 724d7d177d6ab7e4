SELECT m.fingerprint, e.text_sha256, e.n_windows, e.vector
FROM embedding AS e JOIN model AS m ON m.id = e.model_id;
