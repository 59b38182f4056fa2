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
COMMENT ON COLUMN raw.landed.format IS 'The reader that took the file; null where none did.';
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
    revision INTEGER NOT NULL,
    duplicate_of VARCHAR
);
COMMENT ON TABLE raw.articles IS 'One row per article as it was read.';
COMMENT ON COLUMN raw.articles.article_id IS 'Names the article for good: made from raw_sha256 and position.';
COMMENT ON COLUMN raw.articles.landed_on IS 'The day on which the bytes arrived: the partition.';
COMMENT ON COLUMN raw.articles.source IS 'The outlet: as the article names it, else the host of its URL, else the first folder of its path (lakeside-tribune: Lakeside Tribune).';
COMMENT ON COLUMN raw.articles.format IS 'The reader that read it: text, html, feed, jsonl or csv.';
COMMENT ON COLUMN raw.articles.url IS 'Where the outlet published it; copies with one URL and other words are revisions.';
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
COMMENT ON COLUMN raw.articles.revision IS '1, 2, … among the different texts that one URL has had; marts use the latest.';
COMMENT ON COLUMN raw.articles.duplicate_of IS 'The earliest article with the same text; null for that one.';

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
COMMENT ON COLUMN raw.rejected.path IS 'Where the bytes came from.';
COMMENT ON COLUMN raw.rejected.position IS 'Number of the record in the file, from 0; null where the whole file was refused.';
COMMENT ON COLUMN raw.rejected.stage IS 'The step that refused it: read or extract.';
COMMENT ON COLUMN raw.rejected.reason IS 'A code from the list in pipelines/sources.';
COMMENT ON COLUMN raw.rejected.detail IS 'What was wrong, for a person.';
COMMENT ON COLUMN raw.rejected.retryable IS 'Whether the same bytes may do better later.';
-- What the extraction finds. Workers write Parquet with exactly these columns: their Arrow schema is read from here.
-- substring(raw.articles.text, start_char + 1, end_char - start_char) is the surface of every row.

CREATE SCHEMA IF NOT EXISTS extracted;

CREATE TABLE IF NOT EXISTS extracted.sentences (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    number INTEGER NOT NULL,
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.sentences IS 'One row per sentence of an article.';
COMMENT ON COLUMN extracted.sentences.article_id IS 'The article.';
COMMENT ON COLUMN extracted.sentences.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.sentences.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.sentences.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.sentences.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.sentences.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.sentences.number IS 'Its number in the article, from 0; the same as sentence.';
COMMENT ON COLUMN extracted.sentences.extractor IS 'Name and version of what found it.';

CREATE TABLE IF NOT EXISTS extracted.entities (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    label VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.entities IS 'One row per named entity.';
COMMENT ON COLUMN extracted.entities.article_id IS 'The article.';
COMMENT ON COLUMN extracted.entities.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.entities.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.entities.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.entities.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.entities.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.entities.label IS 'OntoNotes type: PERSON, ORG, GPE, NORP, …';
COMMENT ON COLUMN extracted.entities.name IS 'Its canonical name in the article.';
COMMENT ON COLUMN extracted.entities.extractor IS 'Name and version of what found it.';

CREATE TABLE IF NOT EXISTS extracted.people (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    titles VARCHAR [] NOT NULL,
    aliases VARCHAR [] NOT NULL,
    mentions STRUCT(start_char INTEGER, end_char INTEGER, surface VARCHAR) [] NOT NULL,
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.people IS 'One row per person in an article; surface is the first mention of the fullest form.';
COMMENT ON COLUMN extracted.people.article_id IS 'The article.';
COMMENT ON COLUMN extracted.people.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.people.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.people.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.people.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.people.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.people.name IS 'The fullest form of the name in the article, without titles.';
COMMENT ON COLUMN extracted.people.titles IS 'Titles and roles that the article gives the person, in order.';
COMMENT ON COLUMN extracted.people.aliases IS 'Other forms of the name in the article.';
COMMENT ON COLUMN extracted.people.mentions IS 'Every mention of the person by name or title, in order.';
COMMENT ON COLUMN extracted.people.extractor IS 'Name and version of what found it.';

CREATE TABLE IF NOT EXISTS extracted.country_mentions (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    country VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('name', 'demonym', 'capital', 'city', 'region', 'institution')),
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.country_mentions IS 'One row per mention of a country.';
COMMENT ON COLUMN extracted.country_mentions.article_id IS 'The article.';
COMMENT ON COLUMN extracted.country_mentions.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.country_mentions.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.country_mentions.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.country_mentions.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.country_mentions.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.country_mentions.country IS 'ISO 3166-1 alpha-2; four letters of ISO 3166-3 for a country that is gone.';
COMMENT ON COLUMN extracted.country_mentions.kind IS 'The road that the text takes to the country.';
COMMENT ON COLUMN extracted.country_mentions.extractor IS 'Name and version of what found it.';

CREATE TABLE IF NOT EXISTS extracted.figures (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    amount DECIMAL(38, 6) NOT NULL,
    amount_max DECIMAL(38, 6),
    vague BOOLEAN NOT NULL,
    currency VARCHAR,
    currency_certain BOOLEAN NOT NULL,
    qualifier VARCHAR NOT NULL CHECK (qualifier IN ('exactly', 'about', 'over', 'under', 'at_least', 'at_most')),
    per VARCHAR,
    period_text VARCHAR,
    period_start DATE,
    period_end DATE,
    payer VARCHAR,
    payer_start INTEGER,
    payer_end INTEGER,
    payee VARCHAR,
    payee_start INTEGER,
    payee_end INTEGER,
    payer_country VARCHAR,
    payee_country VARCHAR,
    purpose VARCHAR,
    purpose_start INTEGER,
    purpose_end INTEGER,
    kind VARCHAR NOT NULL CHECK (kind IN ('aid', 'loan', 'debt', 'fine', 'settlement', 'price', 'cost', 'budget', 'spending', 'investment', 'deal', 'revenue', 'profit', 'loss', 'salary', 'tax', 'donation', 'damage', 'market_value', 'savings', 'fundraising', 'other')),
    status VARCHAR NOT NULL CHECK (status IN ('actual', 'promised', 'proposed', 'requested', 'denied', 'hypothetical')),
    converts INTEGER,
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.figures IS 'One row per amount of money; surface leaves the qualifier out.';
COMMENT ON COLUMN extracted.figures.article_id IS 'The article.';
COMMENT ON COLUMN extracted.figures.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.figures.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.figures.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.figures.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.figures.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.figures.amount IS 'Amount in major units; the lower end of a range.';
COMMENT ON COLUMN extracted.figures.amount_max IS 'The upper end of a range; null for a single amount.';
COMMENT ON COLUMN extracted.figures.vague IS 'Whether the words are only a size, as in tens of millions.';
COMMENT ON COLUMN extracted.figures.currency IS 'ISO 4217; null where nothing tells which.';
COMMENT ON COLUMN extracted.figures.currency_certain IS 'Whether the words themselves name the currency, not only the context.';
COMMENT ON COLUMN extracted.figures.qualifier IS 'How the words bound the amount.';
COMMENT ON COLUMN extracted.figures.per IS 'What the amount is paid per: year, barrel, share, person, …';
COMMENT ON COLUMN extracted.figures.period_text IS 'The words that say when the money applies.';
COMMENT ON COLUMN extracted.figures.period_start IS 'First day of that period.';
COMMENT ON COLUMN extracted.figures.period_end IS 'Last day of that period.';
COMMENT ON COLUMN extracted.figures.payer IS 'Who pays, gives, owes, loses or spends: canonical name, else the words of the text.';
COMMENT ON COLUMN extracted.figures.payer_start IS 'Start of the payer''s words in the text.';
COMMENT ON COLUMN extracted.figures.payer_end IS 'Their end, exclusive.';
COMMENT ON COLUMN extracted.figures.payee IS 'Who receives: canonical name, else the words of the text.';
COMMENT ON COLUMN extracted.figures.payee_start IS 'Start of the payee''s words in the text.';
COMMENT ON COLUMN extracted.figures.payee_end IS 'Their end, exclusive.';
COMMENT ON COLUMN extracted.figures.payer_country IS 'The country that the payer is or governs, as in country_mentions.';
COMMENT ON COLUMN extracted.figures.payee_country IS 'The country that the payee is or governs.';
COMMENT ON COLUMN extracted.figures.purpose IS 'What it is for, in the words of the text.';
COMMENT ON COLUMN extracted.figures.purpose_start IS 'Start of those words in the text.';
COMMENT ON COLUMN extracted.figures.purpose_end IS 'Their end, exclusive.';
COMMENT ON COLUMN extracted.figures.kind IS 'What sort of thing the amount is.';
COMMENT ON COLUMN extracted.figures.status IS 'Whether the money is there yet.';
COMMENT ON COLUMN extracted.figures.converts IS 'start_char of the figure that this one restates in another currency.';
COMMENT ON COLUMN extracted.figures.extractor IS 'Name and version of what found it.';

CREATE TABLE IF NOT EXISTS extracted.quotes (
    article_id VARCHAR NOT NULL,
    landed_on DATE NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    speaker VARCHAR,
    speaker_surface VARCHAR,
    speaker_start INTEGER,
    speaker_end INTEGER,
    speaker_kind VARCHAR NOT NULL CHECK (speaker_kind IN ('person', 'organization', 'group', 'anonymous', 'unknown')),
    speaker_title VARCHAR,
    cue VARCHAR,
    cue_start INTEGER,
    cue_end INTEGER,
    cue_class VARCHAR CHECK (cue_class IN ('say', 'claim', 'deny', 'promise', 'warn', 'ask')),
    rule VARCHAR NOT NULL,
    extractor VARCHAR NOT NULL
);
COMMENT ON TABLE extracted.quotes IS 'One row per quotation: a contiguous stretch of what somebody said.';
COMMENT ON COLUMN extracted.quotes.article_id IS 'The article.';
COMMENT ON COLUMN extracted.quotes.landed_on IS 'Its partition.';
COMMENT ON COLUMN extracted.quotes.start_char IS 'Start of surface in raw.articles.text, in code points.';
COMMENT ON COLUMN extracted.quotes.end_char IS 'End of surface, exclusive.';
COMMENT ON COLUMN extracted.quotes.surface IS 'The exact characters of the article.';
COMMENT ON COLUMN extracted.quotes.sentence IS 'Number of the sentence that it begins in.';
COMMENT ON COLUMN extracted.quotes.kind IS 'In marks, without marks, or a reported clause partly in marks.';
COMMENT ON COLUMN extracted.quotes.speaker IS 'Canonical name of the speaker, else the words that describe them.';
COMMENT ON COLUMN extracted.quotes.speaker_surface IS 'The words nearest the cue that name the speaker.';
COMMENT ON COLUMN extracted.quotes.speaker_start IS 'Start of speaker_surface in the text.';
COMMENT ON COLUMN extracted.quotes.speaker_end IS 'Its end, exclusive.';
COMMENT ON COLUMN extracted.quotes.speaker_kind IS 'What the speaker is.';
COMMENT ON COLUMN extracted.quotes.speaker_title IS 'Title or role of the speaker in the article.';
COMMENT ON COLUMN extracted.quotes.cue IS 'The words of saying.';
COMMENT ON COLUMN extracted.quotes.cue_start IS 'Start of cue in the text.';
COMMENT ON COLUMN extracted.quotes.cue_end IS 'Its end, exclusive.';
COMMENT ON COLUMN extracted.quotes.cue_class IS 'What sort of saying it is.';
COMMENT ON COLUMN extracted.quotes.rule IS 'The sieve that found the speaker.';
COMMENT ON COLUMN extracted.quotes.extractor IS 'Name and version of what found it.';
-- What the marts look up. Filled from packages and from the tables of pipelines/nlp/data, whenever those change.

CREATE SCHEMA IF NOT EXISTS reference;

CREATE TABLE IF NOT EXISTS reference.countries (
    country VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    former BOOLEAN NOT NULL
);
COMMENT ON TABLE reference.countries IS 'One row per country that a mention can name.';
COMMENT ON COLUMN reference.countries.country IS 'ISO 3166-1 alpha-2; four letters of ISO 3166-3 for a country that is gone.';
COMMENT ON COLUMN reference.countries.name IS 'Common English name.';
COMMENT ON COLUMN reference.countries.former IS 'Whether the country is gone.';

CREATE TABLE IF NOT EXISTS reference.exchange_rates (
    day DATE NOT NULL,
    currency VARCHAR NOT NULL,
    usd_per_unit DOUBLE NOT NULL,
    source VARCHAR NOT NULL
);
COMMENT ON TABLE reference.exchange_rates IS 'One row per day and currency with a published rate.';
COMMENT ON COLUMN reference.exchange_rates.day IS 'The day of the rate.';
COMMENT ON COLUMN reference.exchange_rates.currency IS 'ISO 4217.';
COMMENT ON COLUMN reference.exchange_rates.usd_per_unit IS 'US dollars for one unit of the currency.';
COMMENT ON COLUMN reference.exchange_rates.source IS 'Who published it, and the package it came in.';
