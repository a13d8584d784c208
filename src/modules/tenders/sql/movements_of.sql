-- movements_of(AccountId account) -> many MovementRow
select kind, amount, order_ref, reason, actor, moved_at
from tenders.movements
where store_id = vitrine.current_store() and account = $1
order by id
