-- What was landed and is no article, and why
select
    landed_on,
    reason,
    path,
    position,
    detail,
    retryable
from raw.rejected
order by landed_on desc, reason, path, position;
