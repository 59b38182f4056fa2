-- Each quotation with words is counted in one wording, and each wording in one cluster.
-- Dagster shows a test of several tables at the one that is named here.
{{ config(meta={'dagster': {'ref': {'name': 'quote_clusters'}}}) }}

with counted as (
    select
        (select count(*) from {{ ref('stg_quotes') }} where words <> '') as there,
        (select sum(quotes) from {{ ref('quote_wordings') }}) as worded,
        (select sum(quotes) from {{ ref('quote_clusters') }}) as clustered,
        (select count(*) from {{ ref('quotes_by_person') }} where cluster_id is not null) as here,
        (select count(*) from {{ ref('quotes_by_person') }} where person is not null) as of_people,
        (select sum(quotes) from {{ ref('quotes_per_person') }}) as per_person
)

select *
from counted
where
    coalesce(worded, 0) <> there
    or coalesce(clustered, 0) <> there
    or here <> there
    or coalesce(per_person, 0) <> of_people
