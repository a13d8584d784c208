-- count_states(State[] state, i64 most) -> many StateCount
-- Counts up to `most`, so that it costs the same however many there are.
select s.state, (select count(*) from (select from orders.orders o where o.store_id = vitrine.current_store() and o.state = s.state limit $2) as o) as orders
from unnest($1) as s (state)
