-- sources_of(ItemId[] item) -> many SourceOffer
-- From whom a piece is ordered: whose offer was sold; where that one is gone since, whoever offered it last.
select distinct on (o.item_id) o.item_id as item, o.supplier_id as supplier, o.code, coalesce(o.facts ->> 'offer_id', '') as offer_ref, o.cost_minor, o.cost_currency,
       o.facts ? 'shape' and o.facts ? 'carat' as is_unique
from suppliers.offers o
join suppliers.items i on i.store_id = o.store_id and i.id = o.item_id
where o.store_id = vitrine.current_store() and o.item_id = any ($1)
order by o.item_id, coalesce(o.supplier_id = i.best_supplier and o.code = i.best_code, false) desc, o.is_listed desc, o.price_minor, o.changed_at desc
