-- What staging holds and what the marts hold or add up to; a difference is a row lost, doubled or left behind.
-- Dagster shows a test of several tables at the one that is named here.
{{ config(meta={'dagster': {'ref': {'name': 'mentions_per_country'}}}) }}

with counted as (
    select
        'mentions by country and day' as what,
        (select count(*) from {{ ref('stg_country_mentions') }}) as there,
        (select sum(mentions) from {{ ref('mentions_per_country') }}) as here
    union all
    select
        'mentions outside copies' as what,
        (select sum(country_mentions) from {{ ref('articles') }} where not is_duplicate) as there,
        (select sum(unique_mentions) from {{ ref('mentions_per_country') }}) as here
    union all
    select
        'mentions by country' as what,
        (select count(*) from {{ ref('stg_country_mentions') }}) as there,
        (select sum(mentions) from {{ ref('countries') }}) as here
    union all
    select
        'figures' as what,
        (select count(*) from {{ ref('stg_figures') }}) as there,
        (select count(*) from {{ ref('monetary_figures') }}) as here
    union all
    select
        'quotations' as what,
        (select count(*) from {{ ref('stg_quotes') }}) as there,
        (select count(*) from {{ ref('quotes_by_person') }}) as here
    union all
    select
        'quotations by person' as what,
        (select count(*) from {{ ref('quotes_by_person') }} where person is not null) as there,
        (select sum(quotes) from {{ ref('people') }}) as here
    union all
    select
        'articles by day' as what,
        (select count(*) from {{ ref('articles') }} where day is not null) as there,
        (select sum(articles) from {{ ref('days') }}) as here
)

select *
from counted
where coalesce(there, 0) <> coalesce(here, 0)
