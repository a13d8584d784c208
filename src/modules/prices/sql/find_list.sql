-- find_list(PriceListId id) -> maybe PriceList
select id, code, name, currency, includes_tax, priority, customer_group, channel, valid_from, valid_until, factor_ppm, round_to_minor, is_active, version
from prices.price_lists
where store_id = vitrine.current_store() and id = $1
