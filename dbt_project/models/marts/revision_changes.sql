-- An address whose text was read again with other words: what the newer says and the older does not, and the other way round.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with revisions as (
    select
        article_id,
        url,
        revision,
        landed_on,
        source,
        title
    from {{ source('raw', 'articles') }}
    where url is not null and {{ has_changed_url() }}
    -- The same words can be read twice from one URL.
    qualify row_number() over (partition by url, revision order by landed_on, article_id) = 1
),

pairs as (
    select
        revisions.*,
        earlier.article_id as previous_article_id
    from revisions
    inner join revisions as earlier on revisions.url = earlier.url and revisions.revision = earlier.revision + 1
    where {{ is_changed('revisions') }}
),

things as (
    select
        article_id,
        'figure' as kind,
        concat_ws(' ', currency, rtrim(rtrim(cast(amount as varchar), '0'), '.'), '- ' || rtrim(rtrim(cast(amount_max as varchar), '0'), '.')) as thing,
        surface,
        start_char
    from {{ source('extracted', 'figures') }}
    union all
    select
        article_id,
        'quote' as kind,
        concat_ws(': ', speaker, words(surface)) as thing,
        surface,
        start_char
    from {{ source('extracted', 'quotes') }}
    union all
    select
        article_id,
        'country' as kind,
        country as thing,
        surface,
        start_char
    from {{ source('extracted', 'country_mentions') }}
),

counted as (
    select
        article_id,
        kind,
        thing,
        count(*) as times,
        arg_min(surface, start_char) as surface,
        min(start_char) as start_char
    from things
    where article_id in (select pairs.article_id from pairs) or article_id in (select pairs.previous_article_id from pairs)
    group by all
),

said as (
    select
        pairs.article_id as newer_id,
        'added' as change,
        counted.*
    from pairs
    inner join counted on pairs.article_id = counted.article_id
    union all
    select
        pairs.article_id as newer_id,
        'removed' as change,
        counted.*
    from pairs
    inner join counted on pairs.previous_article_id = counted.article_id
),

changes as (
    select * from said
    -- What both say has not changed.
    qualify count(*) over (partition by newer_id, kind, thing) = 1
)

select
    pairs.article_id,
    pairs.previous_article_id,
    pairs.landed_on,
    pairs.revision,

    pairs.source,
    pairs.title,
    pairs.url,

    changes.kind,
    changes.change,
    changes.thing,
    changes.times,
    changes.surface,
    changes.start_char
from changes
inner join pairs on changes.newer_id = pairs.article_id
