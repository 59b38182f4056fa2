-- Most wordings are alone: only the others have anything to be gathered.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook="{{ forget_keys('cluster', 'cluster_id') }}") }}

with wordings as (
    select * from {{ ref('quote_wordings') }}
    where {{ has_changed_key('cluster', 'cluster_id') }}
),

others as (
    select distinct cluster_id from wordings
    where difference <> 'first'
),

several as (
    select
        wordings.cluster_id,
        min(wordings.first_seen) as first_seen,
        max(wordings.last_seen) as last_seen,
        cast(sum(wordings.quotes) as bigint) as quotes,
        list_sort(list_distinct(flatten(list(wordings.sources)))) as sources,
        count(*) as wordings,
        count(*) filter (wordings.difference = 'altered') as altered
    from wordings
    inner join others on wordings.cluster_id = others.cluster_id
    group by wordings.cluster_id
)

select
    first.cluster_id,
    first.quote,
    first.speaker,
    first.person,
    coalesce(several.first_seen, first.first_seen) as first_seen,
    coalesce(several.last_seen, first.last_seen) as last_seen,
    coalesce(several.quotes, first.quotes) as quotes,
    -- Articles without a source are of one outlet that nobody knows.
    greatest(len(coalesce(several.sources, first.sources)), 1) as outlets,
    coalesce(several.sources, first.sources) as sources,
    coalesce(several.wordings, 1) as wordings,
    coalesce(several.altered, 0) as altered
from wordings as first
left join several on first.cluster_id = several.cluster_id
where first.difference = 'first'
