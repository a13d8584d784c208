-- unsettled_lines(text gateway, text[] line_id) -> many text
-- Of these lines those that were imported before their money went to the bank, and for which nobody has said since that it did.
select l.line_id
from payments.settlement_lines l
where l.store_id = vitrine.current_store() and l.gateway = $1 and l.line_id = any ($2) and l.paid_out = 0
  and not exists (select from payments.settlement_lines s where s.store_id = l.store_id and s.gateway = l.gateway and s.line_id = l.line_id || ':settled')
