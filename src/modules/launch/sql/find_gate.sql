-- find_gate() -> maybe GateRow
select document, version, password_hash, password_number
from launch.gates
where store_id = vitrine.current_store()
