INSERT INTO document (digest, name, format, sha256, language, text, notices) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);
