-- list_suppressions(text after, i32 page) -> many SuppressionRow
select channel, address, reason, detail, actor, at
from notices.suppressions
where store_id = vitrine.current_store() and address > $1
order by address, channel
limit $2::integer
