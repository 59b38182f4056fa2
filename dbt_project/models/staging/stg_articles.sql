-- The articles that count: of each URL, the latest revision that was read.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with source as (
    select * from {{ source('raw', 'articles') }}
    -- With the other texts of their addresses, which tell whether they are the latest.
    where {{ has_changed_url() }}
),

latest as (
    select *
    from source
    -- The same words can be read twice from one URL, from pages that differ around them: one of them counts, the original if it is there.
    qualify
        url is null
        or row_number() over (partition by url order by revision desc, duplicate_of nulls first, landed_on, article_id) = 1
),

renamed as (
    select
        article_id,
        landed_on,

        source,
        url,
        title,
        authors,
        language,
        length(text) as characters,

        published_at,
        published_precision,
        cast(published_at as date) as day,
        updated_at,

        revision,
        duplicate_of,
        -- Not just `duplicate_of is not null`: where the original has been revised, one of its copies stands for it.
        row_number() over (
            partition by coalesce(duplicate_of, article_id)
            order by duplicate_of nulls first, published_at nulls last, landed_on, article_id
        ) > 1 as is_duplicate
    from latest
    -- All copies of a text are among the changed, if one of them is.
    where {{ is_changed() }}
)

select * from renamed
