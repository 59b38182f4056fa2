with calendar as (
    select cast(unnest(generate_series(min(day), max(day), interval 1 day)) as date) as day
    from {{ ref('stg_articles') }}
),

counted as (
    select
        day,
        count(*) as articles,
        count(*) filter (not is_duplicate) as unique_articles,
        count(distinct source) as sources,
        sum(country_mentions) as country_mentions,
        sum(figures) as figures,
        sum(quotes) as quotes
    from {{ ref('articles') }}
    group by all
)

select
    calendar.day,
    isodow(calendar.day) as weekday,
    cast(date_trunc('week', calendar.day) as date) as week,
    cast(date_trunc('month', calendar.day) as date) as month,
    coalesce(counted.articles, 0) as articles,
    coalesce(counted.unique_articles, 0) as unique_articles,
    coalesce(counted.sources, 0) as sources,
    cast(coalesce(counted.country_mentions, 0) as bigint) as country_mentions,
    cast(coalesce(counted.figures, 0) as bigint) as figures,
    cast(coalesce(counted.quotes, 0) as bigint) as quotes
from calendar
left join counted on calendar.day = counted.day
