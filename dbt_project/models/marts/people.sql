-- Whoever is named in an article or quoted there by name.
with named as (
    select
        article_id,
        person,
        titles,
        list_append(aliases, name_in_article) as names,
        0 as quotes
    from {{ ref('stg_people') }}
    union all
    select
        article_id,
        person,
        [speaker_title] as titles,
        [speaker] as names,
        1 as quotes
    from {{ ref('stg_quotes') }}
    where person is not null
),

gathered as (
    select
        named.person,
        count(distinct named.article_id) as articles,
        cast(sum(named.quotes) as bigint) as quotes,
        min(articles.day) as first_seen,
        max(articles.day) as last_seen,
        list_sort(list_distinct(flatten(list(named.titles)))) as titles,
        list_sort(list_distinct(flatten(list(named.names)))) as names
    from named
    inner join {{ ref('stg_articles') }} as articles on named.article_id = articles.article_id
    group by named.person
)

select
    person,
    articles,
    quotes,
    first_seen,
    last_seen,
    titles,
    list_filter(names, lambda name: name <> person) as aliases
from gathered
