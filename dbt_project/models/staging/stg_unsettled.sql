-- The words whose wordings a build makes anew: those of changed quotations, and all in the clusters that these were in or come to be
-- in. Where everything is built anew, nothing is settled, and nothing needs to be named.
{{ config(materialized='table') }}

with settled as (
    select
        hash(words) as wording,
        words,
        cluster_id
    from {{ settled_wordings() }}
),

changed as (
    select
        hash(noted.key) as wording,
        noted.key as words,
        noted.key in (select quotes.words from {{ ref('stg_quotes') }} as quotes) as is_there
    from raw.changed_keys as noted
    where noted.kind = 'words'
),

changed_shingles as (
    select
        is_there,
        unnest({{ shingles('words') }}) as shingle
    from changed
    where {{ is_long('words') }}
),

touched as (
    select
        shingle,
        count(*) filter (is_there) as came,
        count(*) filter (not is_there) as gone
    from changed_shingles
    group by shingle
),

-- What few wordings have and many had, or the other way round: others than the changed ones meet over it now, or no longer.
turned as (
    select shingles.shingle
    from {{ ref('stg_shingles') }} as shingles
    inner join touched on shingles.shingle = touched.shingle
    group by shingles.shingle, touched.came, touched.gone
    having count(*) - touched.came <= {{ few() }} and count(*) + touched.gone > {{ few() }}
),

seeds as (
    select wording from changed
    union
    select shingles.wording
    from {{ ref('stg_shingles') }} as shingles
    semi join turned using (shingle)
),

texts as (
    select
        wording,
        words
    from changed
    where is_there
    union all
    select
        settled.wording,
        settled.words
    from settled
    anti join changed using (wording)
),

{{ meeting('near', 'seeds', 'texts') }},

moved as (
    select wording from seeds
    union
    select other as wording from near
),

clusters as (
    select settled.cluster_id
    from settled
    semi join moved using (wording)
)

select words from changed
union
select settled.words
from settled
semi join clusters using (cluster_id)
