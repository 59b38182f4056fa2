-- Near-linear: wordings meet only over three words in a row that few have, and are compared only where they meet.
-- depends_on: {{ ref('stg_unsettled') }}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=[
        "{{ note_keys('cluster', 'cluster_id', is_unsettled('words')) }}",
        "{% if is_incremental() %}delete from {{ this }} where {{ is_unsettled('words') }}{% endif %}"
    ],
    post_hook=["{{ note_keys('cluster', 'cluster_id', is_unsettled('words')) }}", "delete from {{ ref('stg_unsettled') }}"]
) }}

with recursive quotes as (
    select
        quotes.quote_id,
        quotes.article_id,
        quotes.surface,
        quotes.speaker,
        quotes.person,
        quotes.words,
        {{ whose('quotes') }} as whose,
        coalesce(articles.day, 'infinity') as seen,
        articles.source
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('stg_articles') }} as articles on quotes.article_id = articles.article_id
    -- Marks and dots alone are nobody's words twice.
    where quotes.words <> '' and {{ is_unsettled('quotes.words') }}
),

wordings as (
    select
        words,
        whose,
        hash(words) as wording,
        arg_min(quote_id, row(seen, quote_id)) as wording_id,
        arg_min(struct_pack(surface, speaker, person), row(seen, quote_id)) as earliest,
        nullif(min(seen), 'infinity') as first_seen,
        max(nullif(seen, 'infinity')) as last_seen,
        count(*) as quotes,
        len(list_distinct(list(article_id))) as articles,
        list_sort(list_distinct(list(source))) as sources
    from quotes
    group by words, whose
),

{{ meeting('alike', 'wordings', 'wordings') }},

reached as (
    select
        one as wording,
        one as origin
    from alike
    union
    select
        alike.other as wording,
        reached.origin
    from reached
    inner join alike on reached.wording = alike.one
    where reached.origin < alike.other
),

clusters as (
    select
        wording,
        min(origin) as origin
    from reached
    group by all
),

clustered as (
    select
        wordings.wording_id,
        string_split(wordings.words, ' ') as list,
        first_value(wordings.wording_id) over earliest_first as cluster_id,
        first_value(wordings.words) over earliest_first as first_words,
        string_split(first_words, ' ') as first_list
    from clusters
    inner join wordings on clusters.wording = wordings.wording
    window earliest_first as (partition by clusters.origin order by coalesce(wordings.first_seen, 'infinity'), wordings.wording_id)
),

joined as (
    select
        wordings.*,
        -- Most are alone with their words.
        coalesce(clustered.cluster_id, wordings.wording_id) as cluster_id,
        clustered.list,
        clustered.first_list,
        clustered.first_words
    from wordings
    left join clustered on wordings.wording_id = clustered.wording_id
)

select
    wording_id,
    cluster_id,
    words,
    whose,
    earliest['surface'] as quote,
    earliest['speaker'] as speaker,
    earliest['person'] as person,
    cast(first_seen as date) as first_seen,
    cast(last_seen as date) as last_seen,
    quotes,
    articles,
    -- Articles without a source are of one outlet that nobody knows.
    greatest(len(sources), 1) as outlets,
    coalesce(sources, []) as sources,
    case
        when wording_id = cluster_id then 'first'
        when contains(' ' || first_words || ' ', ' ' || words || ' ') then 'shorter'
        when contains(' ' || words || ' ', ' ' || first_words || ' ') then 'longer'
        else 'altered'
    end as difference,
    coalesce(list_filter(first_list, lambda word: not list_contains(list, word)), []) as words_left_out,
    coalesce(list_filter(list, lambda word: not list_contains(first_list, word)), []) as words_added
from joined
