-- What analysts say often. Run at every connect, so each macro replaces itself.

-- The words of a text and nothing else: two outlets carry the same quotation in other marks, capitals, dashes and line breaks.
CREATE OR REPLACE MACRO words(text) AS (
    trim(regexp_replace(lower(nfc_normalize(text)), '[^\p{L}\p{M}\p{N}]+', ' ', 'g'))
);

-- A stretch of a text in [brackets], with as many characters of the text on each side as asked for.
CREATE OR REPLACE MACRO in_context(text, start_char, end_char, around := 60) AS (
    substring(text, greatest(start_char - around, 0) + 1, least(start_char, around))
    || '[' || substring(text, start_char + 1, end_char - start_char) || ']'
    || substring(text, end_char + 1, around)
);
