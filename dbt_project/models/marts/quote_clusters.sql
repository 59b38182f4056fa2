with gathered as (
    select
        cluster_id,
        min(first_seen) as first_seen,
        max(last_seen) as last_seen,
        cast(sum(quotes) as bigint) as quotes,
        flatten(list(sources)) as sources,
        count(*) as wordings,
        count(*) filter (difference = 'altered') as altered
    from {{ ref('quote_wordings') }}
    group by cluster_id
)

select
    gathered.cluster_id,
    first.quote,
    first.speaker,
    first.person,
    gathered.first_seen,
    gathered.last_seen,
    gathered.quotes,
    greatest(len(if(gathered.wordings = 1, first.sources, list_distinct(gathered.sources))), 1) as outlets,
    if(gathered.wordings = 1, first.sources, list_sort(list_distinct(gathered.sources))) as sources,
    gathered.wordings,
    gathered.altered
from gathered
inner join {{ ref('quote_wordings') }} as first on gathered.cluster_id = first.wording_id
