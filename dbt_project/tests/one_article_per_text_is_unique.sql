-- However often a text was carried, exactly one article that counts stands for it.
-- Dagster shows a test of several tables at the one that is named here.
{{ config(meta={'dagster': {'ref': {'name': 'stg_articles'}}}) }}

select source.text_sha256
from {{ ref('stg_articles') }} as articles
inner join {{ source('raw', 'articles') }} as source on articles.article_id = source.article_id
group by all
having count(*) filter (not articles.is_duplicate) <> 1
