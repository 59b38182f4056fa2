select
    wordings.cluster_id,
    first.quote,
    first.speaker,
    first.person,
    min(wordings.first_seen) as first_seen,
    max(wordings.last_seen) as last_seen,
    cast(sum(wordings.quotes) as bigint) as quotes,
    greatest(len(list_distinct(flatten(list(wordings.sources)))), 1) as outlets,
    list_sort(list_distinct(flatten(list(wordings.sources)))) as sources,
    count(*) as wordings,
    count(*) filter (wordings.difference = 'altered') as altered
from {{ ref('quote_wordings') }} as wordings
inner join {{ ref('quote_wordings') }} as first on wordings.cluster_id = first.wording_id
group by wordings.cluster_id, first.quote, first.speaker, first.person
