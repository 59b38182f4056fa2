-- What an article is about is told by what it mentions: a country with a fifth of the mentions, or with the most of all.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with counted as (
    select
        article_id,
        country,
        count(*) as mentions,
        min(start_char) as first_start
    from {{ ref('stg_country_mentions') }}
    where {{ is_changed() }}
    group by all
),

shared as (
    select
        *,
        mentions / sum(mentions) over (partition by article_id) as share,
        rank() over (partition by article_id order by mentions desc) as place
    from counted
)

select
    shared.article_id,
    articles.day,
    shared.country,
    countries.name as country_name,
    shared.mentions,
    cast(shared.share as double) as share,
    shared.place = 1 or shared.share >= {{ var('about_share', 0.2) }} as is_about,
    shared.first_start
from shared
inner join {{ ref('stg_articles') }} as articles on shared.article_id = articles.article_id
left join {{ source('reference', 'countries') }} as countries on shared.country = countries.country
