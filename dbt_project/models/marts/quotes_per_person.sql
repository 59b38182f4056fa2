-- A quotation that many outlets carry is one said thing: it counts once in `said`, on each day that it was carried.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_keys('person on a day', on_a_day()) }}") }}

select
    person,
    day,
    count(*) as quotes,
    count(*) filter (kind = 'direct') as direct,
    count(distinct coalesce(cluster_id, quote_id)) as said,
    count(distinct article_id) as articles,
    greatest(count(distinct source), 1) as outlets
from {{ ref('quotes_by_person') }}
where person is not null and {{ has_changed_key('person on a day', on_a_day()) }}
group by person, day
