-- settlement_span(text gateway) -> one SettlementSpan{instant? first, instant? last}
select min(l.occurred_at) as first, max(l.occurred_at) as last
from payments.settlement_lines l
where l.store_id = vitrine.current_store() and l.gateway = $1
