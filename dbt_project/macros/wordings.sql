{# Wordings of quotations that are nearly the same. In numbers: `wording` is a digest of words, `shingle` one of three in a row. #}

{# Whether there are five words or more: fewer are alike only where they are the same. #}
{% macro is_long(words) -%}
    length({{ words }}) >= 9 and len(string_split({{ words }}, ' ')) >= 5
{%- endmacro %}

{# All three words in a row of some words. #}
{% macro shingles(words) -%}
    list_distinct(list_transform(
        list_zip(string_split({{ words }}, ' '), string_split({{ words }}, ' ')[2:], string_split({{ words }}, ' ')[3:], true),
        lambda three: hash(three)
    ))
{%- endmacro %}

{# How many wordings may have the same three words in a row for these to say anything. #}
{% macro few() -%}
    {{ var('few_wordings', 50) }}
{%- endmacro %}

{# Pairs of wordings in `texts` that are nearly the same, both ways round, of which `one` is among `some`. #}
{% macro meeting(name, some, texts) -%}
{{ name }}_own as (
    select * from {{ ref('stg_shingles') }}
    where wording in (select wording from {{ some }})
),

{{ name }}_met as (
    select * from {{ ref('stg_shingles') }}
    where shingle in (
        select shingle from {{ ref('stg_shingles') }}
        where shingle in (select shingle from {{ name }}_own)
        group by shingle
        having count(*) between 2 and {{ few() }}
    )
),

{{ name }}_pairs as (
    select
        one.wording as one,
        other.wording as other,
        count(*) as shared
    from {{ name }}_own as one
    inner join {{ name }}_met as other on one.shingle = other.shingle and one.wording <> other.wording
    group by all
),

{{ name }}_listed as (
    select
        pairs.*,
        string_split(ones.words, ' ') as list,
        string_split(others.words, ' ') as other_list
    from {{ name }}_pairs as pairs
    inner join {{ texts }} as ones on pairs.one = ones.wording
    inner join {{ texts }} as others on pairs.other = others.wording
),

{{ name }} as (
    select
        one,
        other
    from {{ name }}_listed
    where
        -- Four of five words of the shorter one are in the longer one, and some of them in a row.
        5 * len(list_intersect(list, other_list)) >= 4 * least(len(list_distinct(list)), len(list_distinct(other_list)))
        and 10 * shared >= 3 * (least(len(list), len(other_list)) - 2)
)
{%- endmacro %}

{# quote_wordings as the last build left it; empty where that is built anew. #}
{% macro settled_wordings() -%}
    {%- set there = adapter.get_relation(this.database, 'marts', 'quote_wordings') if execute and not should_full_refresh() else none -%}
    {%- if there is none -%}
        (select '' as words, '' as cluster_id where false)
    {%- else -%}
        {{ there }}
    {%- endif -%}
{%- endmacro %}

{# Whether wordings are among those that a build makes anew. #}
{% macro is_unsettled(words) -%}
    {% if is_incremental() %}{{ words }} in (select words from {{ ref('stg_unsettled') }}){% else %}true{% endif %}
{%- endmacro %}
