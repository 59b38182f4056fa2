-- Near-linear: wordings meet only over three words in a row that few have, and are compared only where they meet.
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
    where quotes.words <> ''
),

wordings as (
    select
        words,
        whose,
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

listed as (
    select
        wording_id,
        words,
        string_split(words, ' ') as list
    from wordings
    -- Fewer than five words have fewer characters or are caught below.
    where length(words) >= 9
),

shingles as (
    select
        wording_id,
        unnest(list_distinct(list_transform(range(1, len(list) - 1), lambda i: hash(list[i], list[i + 1], list[i + 2])))) as shingle
    from listed
    where len(list) >= 5
),

rare as (
    select shingle
    from shingles
    group by all
    having count(*) between 2 and 50
),

met as (
    select shingles.* from shingles
    semi join rare using (shingle)
),

pairs as (
    select
        one.wording_id as one,
        other.wording_id as other,
        count(*) as shared
    from met as one
    inner join met as other on one.shingle = other.shingle and one.wording_id < other.wording_id
    group by all
),

alike as (
    select
        pairs.one,
        pairs.other
    from pairs
    inner join listed as one on pairs.one = one.wording_id
    inner join listed as other on pairs.other = other.wording_id
    where
        -- Four of five words of the shorter one are in the longer one, and some of them in a row.
        5 * len(list_intersect(one.list, other.list)) >= 4 * least(len(list_distinct(one.list)), len(list_distinct(other.list)))
        and 10 * pairs.shared >= 3 * (least(len(one.list), len(other.list)) - 2)
),

edges as (
    select
        one,
        other
    from alike
    union all
    select
        other as one,
        one as other
    from alike
),

reached as (
    select
        one as wording_id,
        one as origin
    from edges
    union
    select
        edges.other as wording_id,
        reached.origin
    from reached
    inner join edges on reached.wording_id = edges.one
    where reached.origin < edges.other
),

clusters as (
    select
        wording_id,
        min(origin) as origin
    from reached
    group by all
),

clustered as (
    select
        clusters.wording_id,
        listed.list,
        first_value(listed.wording_id) over earliest_first as cluster_id,
        first_value(listed.list) over earliest_first as first_list,
        first_value(listed.words) over earliest_first as first_words
    from clusters
    inner join listed on clusters.wording_id = listed.wording_id
    inner join wordings on clusters.wording_id = wordings.wording_id
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
