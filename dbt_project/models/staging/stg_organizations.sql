-- Mentions of organizations in the articles that count.
with source as (
    select * from {{ source('extracted', 'entities') }}
),

renamed as (
    select
        source.article_id,
        source.landed_on,
        source.start_char,
        source.surface,
        source.name as organization
    from source
    semi join {{ ref('stg_articles') }} using (article_id)
    where source.label = 'ORG'
)

select * from renamed
