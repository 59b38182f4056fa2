-- What the marts have yet to take in. Filled by the load and by dbt, and empty where the marts are up to date.

CREATE TABLE IF NOT EXISTS raw.changed (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL
);
COMMENT ON TABLE raw.changed IS 'One row per article whose rows in staging and marts are to be made again, or to go; empty after a build.';
COMMENT ON COLUMN raw.changed.article_id IS 'The article, also one that is no more.';
COMMENT ON COLUMN raw.changed.landed_on IS 'Its partition.';

CREATE TABLE IF NOT EXISTS raw.changed_keys (
    kind VARCHAR NOT NULL,
    key VARCHAR NOT NULL
);
COMMENT ON TABLE raw.changed_keys IS 'One row per words, cluster or person on a day that changed articles had or have, as a build finds them; empty after it.';
COMMENT ON COLUMN raw.changed_keys.kind IS 'words, cluster, or person on a day.';
COMMENT ON COLUMN raw.changed_keys.key IS 'The words of a quotation; the cluster_id of its wordings; the day and the person who said it.';

CREATE TABLE IF NOT EXISTS raw.built (
    fingerprint VARCHAR NOT NULL
);
COMMENT ON TABLE raw.built IS 'One row: by what the marts were built.';
COMMENT ON COLUMN raw.built.fingerprint IS 'Digest of the dbt project, its seeds and what else marts depend on; where it is another now, all is built anew.';
