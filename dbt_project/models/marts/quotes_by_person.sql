{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=["{{ note_keys('person on a day', on_a_day()) }}", "{{ forget_changed() }}"],
    post_hook=[
        "{{ recount_outlets() }}",
        "{{ note_keys('person on a day', on_a_day()) }}",
        "{{ note_keys('person on a day', on_a_day(), 'cluster_id in ' ~ changed_keys('cluster')) }}"
    ]
) }}

with sentences as (
    select * from {{ ref('stg_sentences') }}
    where {{ is_changed() }}
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

    coalesce(wordings.outlets, 1) as outlets,
    wordings.cluster_id,
    coalesce(clusters.outlets, 1) as cluster_outlets,
    coalesce(clusters.wordings, 1) as wordings,
    articles.is_duplicate,
    quotes.extractor
from {{ ref('stg_quotes') }} as quotes
inner join {{ ref('stg_articles') }} as articles on quotes.article_id = articles.article_id
left join sentences on quotes.article_id = sentences.article_id and quotes.sentence = sentences.sentence
left join {{ ref('quote_wordings') }} as wordings
    on quotes.words = wordings.words and {{ whose('quotes') }} = wordings.whose
left join {{ ref('quote_clusters') }} as clusters on wordings.cluster_id = clusters.cluster_id
where {{ is_changed('quotes') }}
