-- Each pair once, the smaller code first; a sentence counts once for a pair, however often it names the two.
with named as (
    select distinct
        article_id,
        sentence,
        country
    from {{ ref('stg_country_mentions') }}
),

paired as (
    select
        one.article_id,
        one.sentence,
        one.country,
        other.country as other_country
    from named as one
    inner join named as other on one.article_id = other.article_id and one.sentence = other.sentence and one.country < other.country
)

select
    articles.day,
    paired.country,
    countries.name as country_name,
    paired.other_country,
    others.name as other_country_name,

    count(*) as sentences,
    count(distinct paired.article_id) as articles,
    count(distinct articles.source) as sources,

    count(*) filter (not articles.is_duplicate) as unique_sentences,
    count(distinct paired.article_id) filter (not articles.is_duplicate) as unique_articles,
    count(distinct articles.source) filter (not articles.is_duplicate) as unique_sources
from paired
inner join {{ ref('stg_articles') }} as articles on paired.article_id = articles.article_id
left join {{ source('reference', 'countries') }} as countries on paired.country = countries.country
left join {{ source('reference', 'countries') }} as others on paired.other_country = others.country
group by all
