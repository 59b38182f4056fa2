-- People in the articles that count, with one name for each across articles: the reviewed one, else that of the article.
with source as (
    select * from {{ source('extracted', 'people') }}
),

renamed as (
    select
        source.article_id,
        coalesce(aliases.name, source.name) as person,
        source.name as name_in_article,
        source.titles,
        source.aliases
    from source
    semi join {{ ref('stg_articles') }} as articles on source.article_id = articles.article_id
    left join {{ ref('people_aliases') }} as aliases on source.name = aliases.alias
)

select * from renamed
