-- Sentences of the articles that count.
with source as (
    select * from {{ source('extracted', 'sentences') }}
),

renamed as (
    select
        source.article_id,
        source.landed_on,
        source.number as sentence,
        source.start_char as sentence_start,
        source.end_char as sentence_end,
        source.surface as sentence_text
    from source
    semi join {{ ref('stg_articles') }} using (article_id)
)

select * from renamed
