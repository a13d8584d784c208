-- most_options() -> one i32
select coalesce(max(jsonb_array_length(options)), 0)::integer
from catalog.variants
where store_id = vitrine.current_store() and status = 'active'
