-- An alias of an alias would name nobody.
select names.name
from {{ ref('people_aliases') }} as names
inner join {{ ref('people_aliases') }} as aliases on names.name = aliases.alias
