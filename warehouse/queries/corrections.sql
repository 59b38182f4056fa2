-- Figures that a later revision of an article took back or brought in, newest first
select
    landed_on,
    source,
    title,
    revision,
    change,
    surface,
    thing,
    url
from marts.revision_changes
where kind = 'figure'
order by landed_on desc, url, revision, change desc, start_char;
