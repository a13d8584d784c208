-- components(VariantId[] bundle) -> many BundlePart
select bundle_id as bundle, variant_id as variant, quantity
from catalog.components
where store_id = vitrine.current_store() and bundle_id = any($1)
order by bundle_id, position, variant_id
