-- expire(json days, instant at, i32 at_most) -> many Expired{text kind, i64 touched}
select kind, touched
from privacy.expire($1, $2, $3)
