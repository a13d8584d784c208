-- close_webhooks(text gateway, text[] event, text[] state, text?[] note, instant now) -> count
update payments.webhook_inbox w
set state = g.state, note = g.note, worked_at = $5
from unnest($2, $3, $4) as g (event, state, note)
where w.store_id = vitrine.current_store() and w.gateway = $1 and w.event = g.event and w.state = 'received'
