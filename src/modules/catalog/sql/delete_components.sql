-- delete_components(VariantId bundle) -> count
delete from catalog.components
where store_id = vitrine.current_store() and bundle_id = $1
