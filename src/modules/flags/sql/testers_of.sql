-- testers_of(text key) -> many CustomerId
select customer
from flags.testers
where store_id = vitrine.current_store() and key = $1
order by added_at, customer
