-- Which country pays which, by kind and status: figures, and their sum in US dollars where rates are known
select
    payer_country,
    payee_country,
    kind,
    status,
    count(*) as figures,
    sum(amount_usd) as amount_usd
from marts.monetary_figures
where payer_country <> payee_country and not is_duplicate and converts is null
group by all
order by amount_usd desc nulls last, payer_country, payee_country, kind, status;
