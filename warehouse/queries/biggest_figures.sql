-- The hundred biggest amounts of money in US dollars: who pays whom for what, with the sentence
select
    day,
    source,
    surface,
    amount_usd,
    kind,
    status,
    payer,
    payee,
    purpose,
    sentence_text
from marts.monetary_figures
where amount_usd is not null and not is_duplicate and converts is null
order by amount_usd desc, figure_id
limit 100;
