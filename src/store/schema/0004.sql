-- Version 4: candidates have two levels. Records call a candidate `candidate`, which older versions called `theme` or `proposal`; the log
-- keeps the old names, and both are read. Each old name is replaced with the quotation marks of a field, which are escaped inside texts.
UPDATE record SET key = replace(key, '/theme/', '/candidate/') WHERE key GLOB '*/theme/*';
UPDATE record SET value = replace(value, '{"theme":', '{"candidate":') WHERE key GLOB '*/place/*';
UPDATE record SET value = replace(replace(value, ',"proposal":{"run":', ',"candidate":{"run":'), ',"theme":', ',"candidate":')
  WHERE key GLOB '*/coding/*';
UPDATE record SET value = replace(value, ',"theme":', ',"candidate":') WHERE key GLOB '*/code/*';
UPDATE record SET value = replace(replace(value, '{"theme":{"run":', '{"candidate":{"run":'), ',"theme":', ',"candidate":')
  WHERE key GLOB '*/memo/*';
