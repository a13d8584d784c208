-- received_with(text gateway, text event, i64 most) -> many WebhookRow
-- What waits to be worked about the subject of this message, itself included, oldest first.
select w.gateway, w.event, w.kind, w.reference, w.claimed_payment, w.claimed_refund, w.dispute, w.warning, w.state, w.amount, w.currency
from payments.webhook_inbox w
where w.store_id = vitrine.current_store() and w.gateway = $1 and w.state = 'received' and coalesce(w.dispute, w.warning, w.reference, w.event) = (
    select coalesce(o.dispute, o.warning, o.reference, o.event) from payments.webhook_inbox o
    where o.store_id = vitrine.current_store() and o.gateway = $1 and o.event = $2)
order by w.received_at, w.event
limit $3
