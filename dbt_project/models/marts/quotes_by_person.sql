with carried as (
    select
        quotes.words,
        -- Articles without a source are of one outlet that nobody knows.
        greatest(count(distinct articles.source), 1) as outlets
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('stg_articles') }} as articles on quotes.article_id = articles.article_id
    -- Marks and dots alone are nobody's words twice.
    where quotes.words <> ''
    group by all
)

select
    quotes.quote_id,
    quotes.article_id,
    quotes.landed_on,

    articles.day,
    articles.published_at,
    articles.source,
    articles.title,
    articles.url,

    quotes.person,
    quotes.speaker,
    quotes.speaker_kind,
    quotes.speaker_title,
    quotes.speaker_surface,
    quotes.speaker_start,
    quotes.speaker_end,

    quotes.kind,
    quotes.surface as quote,
    quotes.start_char,
    quotes.end_char,
    quotes.cue,
    quotes.cue_start,
    quotes.cue_end,
    quotes.cue_class,
    quotes.rule,

    quotes.sentence,
    sentences.sentence_start,
    sentences.sentence_end,
    sentences.sentence_text,

    coalesce(carried.outlets, 1) as outlets,
    articles.is_duplicate,
    quotes.extractor
from {{ ref('stg_quotes') }} as quotes
inner join {{ ref('stg_articles') }} as articles on quotes.article_id = articles.article_id
left join {{ ref('stg_sentences') }} as sentences
    on quotes.article_id = sentences.article_id and quotes.sentence = sentences.sentence
left join carried on quotes.words = carried.words
