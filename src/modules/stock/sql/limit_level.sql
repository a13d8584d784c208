-- limit_level(VariantId variant, i64 safety, i64 promise_limit, i64? low_at) -> count
update stock.levels
set safety = $2, promise_limit = greatest($3, promised), low_at = $4
where store_id = vitrine.current_store() and variant = $1
