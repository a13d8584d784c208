-- close_message(text courier, text event, text state, text? note, instant now) -> count
update fulfilment.messages
set state = $3, note = $4, worked_at = $5
where store_id = vitrine.current_store() and courier = $1 and event = $2 and state = 'received'
