-- Figures of two articles that say different amounts of the same: payer, payee, purpose, period, kind, status and what it is per.
with figures as (
    select
        figure_id,
        article_id,
        day,
        source,
        surface,
        sentence_text,
        amount,
        amount_max,
        currency,
        qualifier,
        payer,
        payee,
        purpose,
        period_start,
        period_end,
        kind,
        status,
        lower(payer) as payer_key,
        lower(payee) as payee_key,
        lower(purpose) as purpose_key,
        coalesce(per, '') as per_key,
        -- What the words leave open: "about" is a tenth, "over" has no end.
        case
            when qualifier in ('under', 'at_most') then 0
            when qualifier = 'about' then amount * 0.9
            else amount
        end as lowest,
        case
            when qualifier in ('over', 'at_least') then null
            when qualifier = 'about' then coalesce(amount_max, amount) * 1.1
            else coalesce(amount_max, amount)
        end as highest
    from {{ ref('monetary_figures') }}
    where
        not vague
        and not is_duplicate
        and converts is null
        and currency is not null
        and coalesce(payer, payee) is not null
        and coalesce(lower(payer), '') not in {{ pronouns() }}
        and coalesce(lower(payee), '') not in {{ pronouns() }}
        -- Two of the four have to be known for two figures to be of one thing.
        and (payer is not null)::int + (payee is not null)::int + (purpose is not null)::int >= 2
)

select
    one.figure_id,
    other.figure_id as other_figure_id,

    one.payer,
    one.payee,
    one.purpose,
    one.period_start,
    one.period_end,
    one.kind,
    one.status,
    one.currency,

    one.amount,
    one.amount_max,
    one.qualifier,
    other.amount as other_amount,
    other.amount_max as other_amount_max,
    other.qualifier as other_qualifier,
    greatest(one.amount, other.amount) - least(one.amount, other.amount) as difference,

    one.day,
    one.source,
    one.surface,
    one.sentence_text,
    other.day as other_day,
    other.source as other_source,
    other.surface as other_surface,
    other.sentence_text as other_sentence_text
from figures as one
inner join figures as other
    on
        one.article_id <> other.article_id
        -- Each pair once, what was published first in front.
        and (coalesce(one.day, date '9999-12-31'), one.figure_id) < (coalesce(other.day, date '9999-12-31'), other.figure_id)
        and one.payer_key is not distinct from other.payer_key
        and one.payee_key is not distinct from other.payee_key
        and one.purpose_key is not distinct from other.purpose_key
        and one.period_start is not distinct from other.period_start
        and one.period_end is not distinct from other.period_end
        and one.currency = other.currency
        and one.kind = other.kind
        and one.status = other.status
        and one.per_key = other.per_key
        and (one.highest < other.lowest or one.lowest > other.highest)
-- What has no period is of the days around its publication.
where
    one.period_start is not null
    or one.period_end is not null
    or abs(one.day - other.day) <= {{ var('contradiction_days', 30) }}
