-- What was read, before any language processing. One row in raw.articles or raw.rejected for every document that landed.
-- All timestamps are UTC. All offsets are Unicode code points, start inclusive, end exclusive.

CREATE SCHEMA IF NOT EXISTS raw;

CREATE TABLE IF NOT EXISTS raw.landed (
    landed_on DATE NOT NULL,
    raw_sha256 VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    format VARCHAR,
    bytes BIGINT NOT NULL,
    landed_at TIMESTAMP NOT NULL,
    documents INTEGER NOT NULL
);
COMMENT ON TABLE raw.landed IS 'One row per file in the landing zone.';
COMMENT ON COLUMN raw.landed.landed_on IS 'The day on which the bytes arrived: the partition.';
COMMENT ON COLUMN raw.landed.raw_sha256 IS 'SHA-256 of the bytes as they arrived; the name of the file in the landing zone.';
COMMENT ON COLUMN raw.landed.path IS 'Where the bytes came from: a path relative to what was landed, or a URL.';
COMMENT ON COLUMN raw.landed.format IS 'The reader that took the file, zip for an archive of several; null where none did.';
COMMENT ON COLUMN raw.landed.bytes IS 'Size of the file in bytes.';
COMMENT ON COLUMN raw.landed.landed_at IS 'When the bytes arrived.';
COMMENT ON COLUMN raw.landed.documents IS 'Documents that the reader counted in the file; each is an article or a rejected row.';

CREATE TABLE IF NOT EXISTS raw.articles (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    source VARCHAR,
    format VARCHAR NOT NULL,
    url VARCHAR,
    title VARCHAR,
    authors VARCHAR [],
    published_at TIMESTAMP,
    published_precision VARCHAR CHECK (published_precision IN ('time', 'day')),
    published_raw VARCHAR,
    updated_at TIMESTAMP,
    language VARCHAR,
    text VARCHAR NOT NULL,
    raw_sha256 VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    origins MAP(VARCHAR, VARCHAR), -- noqa: LT01
    boilerplate VARCHAR [],
    revision INTEGER NOT NULL,
    duplicate_of VARCHAR
);
COMMENT ON TABLE raw.articles IS 'One row per article as it was read.';
COMMENT ON COLUMN raw.articles.article_id IS 'Names the article for good: made from raw_sha256 and position.';
COMMENT ON COLUMN raw.articles.landed_on IS 'The day on which the bytes arrived: the partition.';
COMMENT ON COLUMN raw.articles.source IS 'The outlet: as the article names it, else the host of its URL, else the first folder of its path (lakeside-tribune: Lakeside Tribune).';
COMMENT ON COLUMN raw.articles.format IS 'The reader that read it: text, html, feed, nitf, newsml, jsonl, json, csv, parquet, warc or mail.';
COMMENT ON COLUMN raw.articles.url IS 'Where the outlet published it, without fragment and marks of campaigns; copies with one URL and other words are revisions.';
COMMENT ON COLUMN raw.articles.title IS 'The headline; not part of text.';
COMMENT ON COLUMN raw.articles.authors IS 'Names in the byline, in order.';
COMMENT ON COLUMN raw.articles.published_at IS 'What the article says of its publication, in UTC; null where it says nothing that can be a date.';
COMMENT ON COLUMN raw.articles.published_precision IS 'time, or day where only the date is known (published_at is then midnight); null without a date.';
COMMENT ON COLUMN raw.articles.published_raw IS 'The publication date in the article''s own words.';
COMMENT ON COLUMN raw.articles.updated_at IS 'When the article says that it was last changed, in UTC.';
COMMENT ON COLUMN raw.articles.language IS 'ISO 639-1 code: as the article says, else as detected. Only English is extracted.';
COMMENT ON COLUMN raw.articles.text IS 'The body: what every offset counts in.';
COMMENT ON COLUMN raw.articles.raw_sha256 IS 'The landed file that it came from.';
COMMENT ON COLUMN raw.articles.position IS 'Number of the record in that file, from 0.';
COMMENT ON COLUMN raw.articles.text_sha256 IS 'SHA-256 of text in UTF-8.';
COMMENT ON COLUMN raw.articles.origins IS 'Where in a page a field was found, by field: json-ld, opengraph, canonical, meta, page; empty for formats with one place for each.';
COMMENT ON COLUMN raw.articles.boilerplate IS 'Lines that stood in the body and repeat in this source, cut before any offset was counted.';
COMMENT ON COLUMN raw.articles.revision IS '1, 2, … with each change of the text that one URL has, also back to an earlier one; marts use the latest.';
COMMENT ON COLUMN raw.articles.duplicate_of IS 'The earliest article with the same or nearly the same text elsewhere; null for that one.';

CREATE TABLE IF NOT EXISTS raw.rejected (
    landed_on DATE NOT NULL,
    raw_sha256 VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    position INTEGER,
    stage VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR,
    retryable BOOLEAN NOT NULL
);
COMMENT ON TABLE raw.rejected IS 'One row per document that landed and is not an article.';
COMMENT ON COLUMN raw.rejected.landed_on IS 'The day on which the bytes arrived: the partition.';
COMMENT ON COLUMN raw.rejected.raw_sha256 IS 'The landed file.';
COMMENT ON COLUMN raw.rejected.path IS 'Where the bytes came from, with the name of the file in an archive behind it.';
COMMENT ON COLUMN raw.rejected.position IS 'Number of the record in the file, from 0; null where the whole file was refused.';
COMMENT ON COLUMN raw.rejected.stage IS 'The step that refused it: read or extract.';
COMMENT ON COLUMN raw.rejected.reason IS 'A code from the list in pipelines/sources.';
COMMENT ON COLUMN raw.rejected.detail IS 'What was wrong, for a person.';
COMMENT ON COLUMN raw.rejected.retryable IS 'Whether the same bytes may do better later.';
