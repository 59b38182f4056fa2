-- One name for each person across articles: the reviewed one, else the commonest of those that differ in accents, transliteration or
-- a middle name only. Two middle names keep two people apart: George W. Bush is not George H. W. Bush, and a plain George Bush is neither.
{{ config(materialized='table', post_hook='{{ note_changed_names() }}') }}

with named as (
    select
        article_id,
        name
    from {{ source('extracted', 'people') }}
    union all
    select
        article_id,
        speaker as name
    from {{ source('extracted', 'quotes') }}
    where speaker_kind = 'person'
),

counted as (
    select
        named.name,
        count(distinct named.article_id) as articles
    from named
    semi join {{ ref('stg_articles') }} using (article_id)
    where named.name is not null
    group by named.name
),

worded as (
    select
        name,
        articles,
        -- Without what stands in marks: Robert “Bobby” Tranter.
        string_split(trim(regexp_replace(name, '\s*["“”‘’][^"“”‘’]*["“”‘’]\s*|\s+', ' ', 'g')), ' ') as words
    from counted
),

split as (
    select
        name,
        articles,
        list_filter(words, lambda word: lower(trim(word, '.,')) not in ('jr', 'sr', 'ii', 'iii', 'iv')) as parts,
        list_filter(words, lambda word: lower(trim(word, '.,')) in ('jr', 'sr', 'ii', 'iii', 'iv')) as suffixes
    from worded
),

keyed as (
    select
        name,
        articles,
        case
            when len(parts) < 2 then name
            else {{ spelled('parts[1]') }} || ' ' || {{ spelled('parts[-1]') }} || ' ' || lower(array_to_string(suffixes, ' '))
        end as spelling,
        -- Particles ("van", "de") are no middle names.
        array_to_string(
            list_transform(
                list_filter(parts[2:-2], lambda word: upper(word[1]) = word[1]), lambda word: strip_accents(lower(word[1]))
            ),
            ''
        ) as middle
    from split
),

grouped as (
    select
        *,
        case
            when count(distinct nullif(middle, '')) over (partition by spelling) > 1 then middle
            else ''
        end as apart
    from keyed
),

joined as (
    select
        name,
        first_value(name) over (partition by spelling, apart order by articles desc, length(name) desc, name) as commonest
    from grouped
)

select
    joined.name,
    coalesce(own.name, theirs.name, joined.commonest) as person
from joined
left join {{ ref('people_aliases') }} as own on joined.name = own.alias
left join {{ ref('people_aliases') }} as theirs on joined.commonest = theirs.alias
