-- find_list_prices(PriceListId list, VariantId after_variant, i64 after_quantity, i32 page) -> many ListPrice
select variant_id as variant, from_quantity, minor, compare_at_minor, lowest_minor
from prices.list_prices
where store_id = vitrine.current_store() and list_id = $1 and (variant_id, from_quantity) > ($2, $3)
order by variant_id, from_quantity
limit $4::integer
