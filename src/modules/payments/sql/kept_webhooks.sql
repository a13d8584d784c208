-- kept_webhooks(instant? since) -> many KeptWebhook
select w.gateway, w.event, w.headers, w.body, w.received_at
from payments.webhook_inbox w
where w.store_id = vitrine.current_store() and ($1 is null or w.received_at >= $1)
order by w.received_at, w.gateway, w.event
