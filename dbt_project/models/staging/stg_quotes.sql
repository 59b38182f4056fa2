-- Quotations in the articles that count, with one name for each person.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=["{{ note_keys('words', 'words') }}", "{{ forget_changed() }}"],
    post_hook="{{ note_keys('words', 'words') }}"
) }}

with source as (
    select * from {{ source('extracted', 'quotes') }}
),

renamed as (
    select
        source.article_id || ':' || source.start_char as quote_id,
        case when source.speaker_kind = 'person' then names.person end as person,
        source.*,
        words(source.surface) as words
    from source
    semi join {{ ref('stg_articles') }} as articles on source.article_id = articles.article_id
    left join {{ ref('stg_names') }} as names on source.speaker = names.name
    where {{ is_changed('source') }}
)

select * from renamed
