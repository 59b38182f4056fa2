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
