-- count_webhooks() -> one i64
select count(*) as count
from payments.webhook_inbox w
where w.store_id = vitrine.current_store()
