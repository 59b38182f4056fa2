-- Who is quoted most, with titles and the days between which they are in the news
select
    person,
    quotes,
    articles,
    first_seen,
    last_seen,
    titles,
    aliases
from marts.people
where quotes > 0
order by quotes desc, articles desc, person;
