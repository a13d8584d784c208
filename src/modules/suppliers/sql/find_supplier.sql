-- find_supplier(SupplierId id) -> maybe SupplierRow
select s.id, s.version, s.code, s.name, s.state, s.priority, s.currency, s.notes, s.created_at, s.updated_at
from suppliers.suppliers s
where s.store_id = vitrine.current_store() and s.id = $1
