-- settlement_files(i64 most) -> many SettlementFile
select f.id, f.gateway, f.name, f.lines, f.new_lines, f.actor, f.imported_at
from payments.settlement_files f
where f.store_id = vitrine.current_store()
order by f.id desc
limit $1
