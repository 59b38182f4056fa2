-- Mentions of countries in the articles that count.
with source as (
    select * from {{ source('extracted', 'country_mentions') }}
),

renamed as (
    select
        source.article_id,
        source.landed_on,
        source.start_char,
        source.sentence,
        source.country,
        source.kind
    from source
    semi join {{ ref('stg_articles') }} using (article_id)
)

select * from renamed
