with mentioned as (
    select
        mentions.country,
        count(*) as mentions,
        count(*) filter (not articles.is_duplicate) as unique_mentions,
        count(distinct mentions.article_id) as articles,
        count(distinct articles.source) as sources,
        min(articles.day) as first_seen,
        max(articles.day) as last_seen
    from {{ ref('stg_country_mentions') }} as mentions
    inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
    group by all
),

succeeded as (
    select
        country,
        list(successor order by successor) as successors
    from {{ ref('country_successors') }}
    group by country
)

select
    countries.country,
    countries.name as country_name,
    countries.former,
    coalesce(succeeded.successors, []) as successors,
    coalesce(mentioned.mentions, 0) as mentions,
    coalesce(mentioned.unique_mentions, 0) as unique_mentions,
    coalesce(mentioned.articles, 0) as articles,
    coalesce(mentioned.sources, 0) as sources,
    mentioned.first_seen,
    mentioned.last_seen
from {{ source('reference', 'countries') }} as countries
left join mentioned on countries.country = mentioned.country
left join succeeded on countries.country = succeeded.country
