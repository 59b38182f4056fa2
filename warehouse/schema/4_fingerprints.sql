-- What copies are found by, over the whole history. Made by the load from raw.articles, and brought up to date with each day.

CREATE TABLE IF NOT EXISTS raw.fingerprints (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    fingerprint UBIGINT NOT NULL,
    minhash UINTEGER [] NOT NULL,
    bands UBIGINT [] NOT NULL
);
COMMENT ON TABLE raw.fingerprints IS 'One row per article: what tells how much of its words it shares with another.';
COMMENT ON COLUMN raw.fingerprints.article_id IS 'The article.';
COMMENT ON COLUMN raw.fingerprints.landed_on IS 'Its partition.';
COMMENT ON COLUMN raw.fingerprints.fingerprint IS 'A number that articles with the same minhash share.';
COMMENT ON COLUMN raw.fingerprints.minhash IS 'MinHash of its word triples: the part of it that two articles share is the overlap of their triples.';
COMMENT ON COLUMN raw.fingerprints.bands IS 'A number for each band of minhash: articles that share none are not compared.';
