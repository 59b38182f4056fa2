-- What was denied, by whom, and where it stands
select
    day,
    source,
    speaker,
    speaker_title,
    quote,
    sentence_text,
    url
from marts.quotes_by_person
where cue_class = 'deny' and not is_duplicate
order by day desc nulls last, quote_id;
