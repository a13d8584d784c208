-- stores_with_products() -> many StoreId
-- One index probe a store, however many products each has.
with recursive seen (store_id) as (
    (select p.store_id from catalog.products p order by p.store_id limit 1)
    union all
    (select (select p.store_id from catalog.products p where p.store_id > seen.store_id order by p.store_id limit 1)
     from seen where seen.store_id is not null)
)
select store_id from seen where store_id is not null
