-- add_settlement_lines(text gateway, SettlementId file, text[] line_id, SettlementKind[] kind, text[] type, text[] reference, text[] source, Currency[] currency, i64[] gross, i64?[] fee, i64[] net, i64[] cost, i64[] paid_out, instant[] occurred_at) -> many text
insert into payments.settlement_lines (store_id, gateway, file, line_id, kind, type, reference, source, currency, gross, fee, net, cost, paid_out, occurred_at)
select vitrine.current_store(), $1, $2, l.line_id, l.kind, l.type, l.reference, l.source, l.currency, l.gross, l.fee, l.net, l.cost, l.paid_out, l.occurred_at
from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as l (line_id, kind, type, reference, source, currency, gross, fee, net, cost, paid_out, occurred_at)
order by l.line_id
on conflict (store_id, gateway, line_id) do nothing
returning line_id
