-- add_supplier(SupplierId id, text code, text name, SupplierState state, i64 priority, text currency, text notes) -> count
insert into suppliers.suppliers (store_id, id, code, name, state, priority, currency, notes)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, $7)
