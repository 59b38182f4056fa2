-- Amounts of money in the articles that count.
with source as (
    select * from {{ source('extracted', 'figures') }}
),

renamed as (
    select
        source.article_id || ':' || source.start_char as figure_id,
        source.*
    from source
    semi join {{ ref('stg_articles') }} using (article_id)
)

select * from renamed
