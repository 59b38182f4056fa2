-- Which texts more than one outlet carried
select
    coalesce(duplicate_of, article_id) as original,
    count(*) as articles,
    min(day) as first_day,
    list(distinct source order by source) as sources,
    list(distinct title order by title) as titles
from marts.articles
group by all
having count(distinct source) > 1
order by articles desc, original;
