-- settlement_file_of(text gateway, bytes sha256) -> maybe SettlementFile
select f.id, f.gateway, f.name, f.lines, f.new_lines, f.actor, f.imported_at
from payments.settlement_files f
where f.store_id = vitrine.current_store() and f.gateway = $1 and f.sha256 = $2
