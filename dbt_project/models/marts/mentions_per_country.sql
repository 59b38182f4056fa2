select
    articles.day,
    mentions.country,
    countries.name as country_name,

    count(*) as mentions,
    count(distinct mentions.article_id) as articles,
    count(distinct articles.source) as sources,

    count(*) filter (not articles.is_duplicate) as unique_mentions,
    count(distinct mentions.article_id) filter (not articles.is_duplicate) as unique_articles,
    count(distinct articles.source) filter (not articles.is_duplicate) as unique_sources
from {{ ref('stg_country_mentions') }} as mentions
inner join {{ ref('stg_articles') }} as articles on mentions.article_id = articles.article_id
left join {{ source('reference', 'countries') }} as countries on mentions.country = countries.country
group by all
