-- How the mentions of each country go from week to week, each text counted once
select
    days.week,
    mentions.country,
    mentions.country_name,
    sum(mentions.unique_mentions)::bigint as unique_mentions
from marts.mentions_per_country as mentions
inner join marts.days using (day)
group by all
order by days.week, unique_mentions desc, mentions.country;
