{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ forget_changed() }}') }}

with sentences as (
    select * from {{ ref('stg_sentences') }}
    where {{ is_changed() }}
),

placed as (
    select
        figures.*,
        articles.day,
        articles.published_at,
        articles.source,
        articles.title,
        articles.url,
        articles.is_duplicate,
        sentences.sentence_start,
        sentences.sentence_end,
        sentences.sentence_text
    from {{ ref('stg_figures') }} as figures
    inner join {{ ref('stg_articles') }} as articles on figures.article_id = articles.article_id
    left join sentences on figures.article_id = sentences.article_id and figures.sentence = sentences.sentence
    where {{ is_changed('figures') }}
),

rated as (
    select
        placed.*,
        rates.rate_day as last_rate_day,
        rates.usd_per_unit as last_usd_per_unit,
        rates.rate_source as last_rate_source
    from placed
    -- The last rate on or before the day of publication; an undated article has none.
    asof left join {{ ref('stg_exchange_rates') }} as rates
        on placed.currency = rates.currency and placed.day >= rates.rate_day
),

fresh as (
    select
        *,
        day - last_rate_day <= {{ var('rate_days_back') }} and not vague as is_rated,
        case when is_rated then last_rate_day end as rate_day,
        case when is_rated then last_usd_per_unit end as usd_per_unit,
        case when is_rated then last_rate_source end as rate_source
    from rated
)

select
    figure_id,
    article_id,
    landed_on,

    day,
    published_at,
    source,
    title,
    url,

    start_char,
    end_char,
    surface,
    sentence,
    sentence_start,
    sentence_end,
    sentence_text,

    amount,
    amount_max,
    vague,
    currency,
    currency_certain,

    {{ in_usd('amount') }} as amount_usd,
    {{ in_usd('amount_max') }} as amount_max_usd,
    usd_per_unit,
    rate_day,
    rate_source,

    qualifier,
    per,
    period_text,
    period_start,
    period_end,

    payer,
    payer_start,
    payer_end,
    payer_country,

    payee,
    payee_start,
    payee_end,
    payee_country,

    purpose,
    purpose_start,
    purpose_end,

    kind,
    status,
    converts,
    is_duplicate,
    extractor
from fresh
