-- receive_webhook(text gateway, text event, text kind, text? reference, text? claimed_payment, text? claimed_refund, text? dispute, text? warning, i64? amount, Currency? currency, json headers, bytes body, text state, text? note, instant now) -> count
insert into payments.webhook_inbox (store_id, gateway, event, kind, reference, claimed_payment, claimed_refund, dispute, warning, amount, currency, headers, body, state, note, received_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
on conflict (store_id, gateway, event) do nothing
