-- close_webhook(text gateway, text event, text state, text? note, instant now) -> count
update payments.webhook_inbox
set state = $3, note = $4, worked_at = $5
where store_id = vitrine.current_store() and gateway = $1 and event = $2 and state = 'received'
