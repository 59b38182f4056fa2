-- Which countries are in the news, each text counted once, and in how many outlets
select
    country,
    country_name,
    unique_mentions,
    articles,
    sources,
    first_seen,
    last_seen
from marts.countries
where mentions > 0
order by unique_mentions desc, country;
