-- webhook(text gateway, text event) -> maybe WebhookRow
select w.gateway, w.event, w.kind, w.reference, w.claimed_payment, w.claimed_refund, w.dispute, w.warning, w.state, w.amount, w.currency
from payments.webhook_inbox w
where w.store_id = vitrine.current_store() and w.gateway = $1 and w.event = $2
