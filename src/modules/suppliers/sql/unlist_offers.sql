-- unlist_offers(SupplierId supplier, RunId run, text[] code, instant now) -> count
update suppliers.offers
set is_listed = false, quantity = 0, run_id = $2, changed_at = $4
where store_id = vitrine.current_store() and supplier_id = $1 and code = any ($3) and is_listed
