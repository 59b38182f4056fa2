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
        arg_min(surface, row(seen, quote_id)) as quote,
        arg_min(speaker, row(seen, quote_id)) as speaker,
        arg_min(person, row(seen, quote_id)) as person,
        nullif(min(seen), 'infinity') as first_seen,
        max(nullif(seen, 'infinity')) as last_seen,
        count(*) as quotes,
        count(distinct article_id) as articles,
        list_sort(list(distinct source) filter (source is not null)) as sources,
        string_split(words, ' ') as list
    from quotes
    group by words, whose
),

shingles as (
    select
        wording_id,
        unnest(list_distinct(list_transform(range(1, len(list) - 1), lambda i: array_to_string(list[i:i + 2], ' ')))) as shingle
    from wordings
    where len(list) >= 5
),

rare as (
    select shingle
    from shingles
    group by all
    having count(*) between 2 and 50
),

pairs as (
    select
        one.wording_id as one,
        other.wording_id as other,
        count(*) as shared
    from shingles as one
    inner join rare on one.shingle = rare.shingle
    inner join shingles as other on one.shingle = other.shingle and one.wording_id < other.wording_id
    group by all
),

alike as (
    select
        pairs.one,
        pairs.other
    from pairs
    inner join wordings as one on pairs.one = one.wording_id
    inner join wordings as other on pairs.other = other.wording_id
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
        wording_id,
        wording_id as origin
    from wordings
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
        wordings.*,
        first_value(wordings.wording_id) over earliest_first as cluster_id,
        first_value(wordings.list) over earliest_first as first_list,
        first_value(wordings.words) over earliest_first as first_words
    from wordings
    inner join clusters on wordings.wording_id = clusters.wording_id
    window earliest_first as (partition by clusters.origin order by coalesce(wordings.first_seen, 'infinity'), wordings.wording_id)
)

select
    wording_id,
    cluster_id,
    words,
    whose,
    quote,
    speaker,
    person,
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
    list_filter(first_list, lambda word: not list_contains(list, word)) as words_left_out,
    list_filter(list, lambda word: not list_contains(first_list, word)) as words_added
from clustered
