-- The countries of an article share its mentions among them.
select article_id
from {{ ref('article_countries') }}
group by article_id
having abs(sum(share) - 1) > 1e-9
