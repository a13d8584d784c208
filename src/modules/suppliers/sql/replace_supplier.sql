-- replace_supplier(SupplierId id, text code, text name, SupplierState state, i64 priority, text currency, text notes) -> one i64
update suppliers.suppliers
set code = $2, name = $3, state = $4, priority = $5, currency = $6, notes = $7, version = version + 1, updated_at = now(), actor = vitrine.current_actor()
where store_id = vitrine.current_store() and id = $1
returning version
