-- receive_webhooks(text[] gateway, text[] event, text[] kind, text?[] reference, text?[] claimed_payment, text?[] claimed_refund, text?[] dispute, text?[] warning, i64?[] amount, text?[] currency, json[] headers, bytes[] body, text[] state, text?[] note, instant now) -> many KeptEvent{text gateway, text event}
-- Gives those that were not known. In order of their keys, so that two who write the same do not wait for each other in a circle.
insert into payments.webhook_inbox (store_id, gateway, event, kind, reference, claimed_payment, claimed_refund, dispute, warning, amount, currency, headers, body, state, note, received_at)
select vitrine.current_store(), g.gateway, g.event, g.kind, g.reference, g.claimed_payment, g.claimed_refund, g.dispute, g.warning, g.amount, g.currency, g.headers, g.body, g.state, g.note, $15
from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     as g (gateway, event, kind, reference, claimed_payment, claimed_refund, dispute, warning, amount, currency, headers, body, state, note)
order by g.gateway, g.event
on conflict (store_id, gateway, event) do nothing
returning gateway, event
