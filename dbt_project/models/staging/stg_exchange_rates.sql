-- Published rates of currencies other than the dollar, which needs none.
with source as (
    select * from {{ source('reference', 'exchange_rates') }}
),

renamed as (
    select
        currency,
        day as rate_day,
        usd_per_unit
    from source
    where currency <> 'USD'
)

select * from renamed
