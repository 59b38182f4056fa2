-- However often a text was carried, word for word or nearly, exactly one article that counts stands for it.
-- Dagster shows a test of several tables at the one that is named here.
{{ config(meta={'dagster': {'ref': {'name': 'stg_articles'}}}) }}

select coalesce(duplicate_of, article_id) as original
from {{ ref('stg_articles') }}
group by all
having count(*) filter (not is_duplicate) <> 1
