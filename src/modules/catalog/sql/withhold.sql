-- withhold(ProductId[] product, bool[] is_withheld) -> many ProductId
-- The editors' version stays: nobody edited anything.
with moved as (
    update catalog.products p
    set is_withheld = w.is_withheld
    from unnest($1, $2) as w (id, is_withheld)
    where p.store_id = vitrine.current_store() and p.id = w.id and p.is_withheld <> w.is_withheld
    returning p.store_id, p.id
), noted as (
    insert into catalog.changes (store_id, product_id)
    select store_id, id from moved
)
select id from moved
