-- seal(i64 most) -> maybe Sealed{i64 sealed, i64 position, bytes head}
-- Nothing where another process is sealing this store's chain.
select s.sealed, s.place as position, s.head
from audit.seal($1) s
