-- find_policy(VariantId variant) -> maybe PolicyRow
select kind, expected_at, version
from stock.policies
where store_id = vitrine.current_store() and variant = $1
