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
