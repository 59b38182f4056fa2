{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with mentions as (
    select
        article_id,
        count(*) as country_mentions,
        count(distinct country) as countries
    from {{ ref('stg_country_mentions') }}
    where {{ is_changed() }}
    group by all
),

people as (
    select
        article_id,
        count(distinct person) as people
    from {{ ref('stg_people') }}
    where {{ is_changed() }}
    group by all
),

figures as (
    select
        article_id,
        count(*) as figures
    from {{ ref('stg_figures') }}
    where {{ is_changed() }}
    group by all
),

quotes as (
    select
        article_id,
        count(*) as quotes
    from {{ ref('stg_quotes') }}
    where {{ is_changed() }}
    group by all
)

select
    articles.*,
    coalesce(mentions.countries, 0) as countries,
    coalesce(mentions.country_mentions, 0) as country_mentions,
    coalesce(people.people, 0) as people,
    coalesce(figures.figures, 0) as figures,
    coalesce(quotes.quotes, 0) as quotes
from {{ ref('stg_articles') }} as articles
left join mentions on articles.article_id = mentions.article_id
left join people on articles.article_id = people.article_id
left join figures on articles.article_id = figures.article_id
left join quotes on articles.article_id = quotes.article_id
where {{ is_changed('articles') }}
