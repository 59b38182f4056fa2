-- What more than one outlet carried, word for word or nearly
select
    speaker,
    quote,
    outlets,
    sources,
    wordings
from marts.quote_clusters
where outlets > 1
order by outlets desc, quote;
