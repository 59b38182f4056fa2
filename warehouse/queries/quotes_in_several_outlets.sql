-- What more than one outlet carried in the same words
select
    arg_min(speaker, coalesce(day, 'infinity')) as speaker,
    arg_min(quote, coalesce(day, 'infinity')) as quote,
    max(outlets) as outlets,
    list(distinct source order by source) as sources
from marts.quotes_by_person
where outlets > 1
group by words(quote)
order by outlets desc, quote;
