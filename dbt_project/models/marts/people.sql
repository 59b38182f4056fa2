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
),

-- A role is written in many ways: "Foreign Minister" is "the foreign minister".
worn as (
    select
        person,
        article_id,
        unnest(titles) as title
    from named
),

roles as (
    select
        worn.person,
        mode(worn.title) as title,
        min(articles.day) as first_seen,
        max(articles.day) as last_seen,
        count(distinct worn.article_id) as articles
    from worn
    inner join {{ ref('stg_articles') }} as articles on worn.article_id = articles.article_id
    where worn.title is not null
    group by worn.person, words(worn.title)
),

listed as (
    select
        person,
        list(
            { 'title': title, 'first_seen': first_seen, 'last_seen': last_seen, 'articles': articles }
            order by first_seen nulls last, title
        ) as roles
    from roles
    group by person
),

joined as (
    select
        gathered.*,
        coalesce(listed.roles, []) as roles
    from gathered
    left join listed on gathered.person = listed.person
)

select
    person,
    articles,
    quotes,
    first_seen,
    last_seen,
    titles,
    roles,
    list_filter(names, lambda name: name <> person) as aliases
from joined
