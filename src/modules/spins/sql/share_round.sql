-- share_round(ProductId product) -> maybe i64
-- Held against a new round, not against the other frames of this one.
select round
from spins.spins
where store_id = vitrine.current_store() and product_id = $1
for share
