-- receive_message(text courier, text event, text awb, text words, bytes body, text state, text? note, instant now) -> count
insert into fulfilment.messages (store_id, courier, event, awb, words, body, state, note, received_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8)
on conflict (store_id, courier, event) do nothing
