-- settlement_lines(text gateway, instant from_time, instant to_time) -> many SettlementLine
select l.line_id, l.kind, l.type, l.reference, l.source, l.currency, l.gross, l.fee, l.net, l.cost, l.paid_out, l.occurred_at
from payments.settlement_lines l
where l.store_id = vitrine.current_store() and l.gateway = $1 and l.occurred_at >= $2 and l.occurred_at < $3
order by l.occurred_at, l.line_id
