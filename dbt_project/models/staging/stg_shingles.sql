-- Three words in a row of each wording of a quotation: over those that few have, wordings that are nearly the same meet.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{% if is_incremental() %}delete from {{ this }} where wording in (select hash(key) from raw.changed_keys where kind = 'words'){% endif %}"
) }}

with wordings as (
    select distinct words from {{ ref('stg_quotes') }}
    where {{ is_long('words') }} and {{ has_changed_key('words', 'words') }}
)

select
    hash(words) as wording,
    unnest({{ shingles('words') }}) as shingle
from wordings
