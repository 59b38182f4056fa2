-- Which country pays which, by kind and status: figures, and their sum in US dollars where rates are known
select
    payer_country,
    payee_country,
    kind,
    status,
    sum(figures)::bigint as figures,
    sum(amount_usd) as amount_usd
from marts.money_flows
where payer_country <> payee_country
group by all
order by amount_usd desc nulls last, payer_country, payee_country, kind, status;
