-- Published rates of currencies other than the dollar, which needs none.
with rates as (
    select * from {{ source('reference', 'exchange_rates') }}
),

renamed as (
    select
        currency,
        day as rate_day,
        usd_per_unit,
        source as rate_source
    from rates
    where currency <> 'USD'
)

select * from renamed
