-- personal_bounds(uuid? customer, text[] mailboxes, text[] keys) -> many Bound
select code, what
from vitrine.personal_bounds($1, $2, $3)
