-- People in the articles that count, with one name for each across articles.
{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with source as (
    select * from {{ source('extracted', 'people') }}
),

renamed as (
    select
        source.article_id,
        source.landed_on,
        names.person,
        source.name as name_in_article,
        source.titles,
        source.aliases
    from source
    semi join {{ ref('stg_articles') }} as articles on source.article_id = articles.article_id
    inner join {{ ref('stg_names') }} as names on source.name = names.name
    where {{ is_changed('source') }}
)

select * from renamed
