-- Who pays whom in a year: figures whose payer or payee is named, without conversions, duplicates and what only a pronoun names.
with named as (
    select
        *,
        case when lower(payer) not in {{ pronouns() }} then payer end as named_payer,
        case when lower(payee) not in {{ pronouns() }} then payee end as named_payee,
        year(coalesce(period_start, period_end, day)) as year
    from {{ ref('monetary_figures') }}
    where converts is null and not is_duplicate
)

select
    named_payer as payer,
    payer_country,
    named_payee as payee,
    payee_country,
    year,
    kind,
    status,

    count(*) as figures,
    count(distinct article_id) as articles,
    count(distinct source) as sources,

    count(amount_usd) as figures_in_usd,
    sum(amount_usd) as amount_usd,
    max(amount_usd) as largest_usd
from named
where named_payer is not null or named_payee is not null
group by all
