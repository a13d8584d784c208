-- read_order_api(SupplierId supplier) -> maybe OrderApiRow
select url, is_on, secrets, version, updated_at
from suppliers.order_apis
where store_id = vitrine.current_store() and supplier_id = $1
