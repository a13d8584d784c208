-- move_products(ProductId[] product, Status[] from_status, text verb, Status to_status, text reason, text actor, instant now) -> many ProductId
-- Compare and set: only those still in the state that was seen are moved, each with a line in its history.
with wanted as (
    select * from unnest($1, $2) as w (id, from_status)
), moved as (
    update catalog.products p
    set status = $4, content_hash = null, version = p.version + 1, updated_at = $7
    from wanted w
    where p.store_id = vitrine.current_store() and p.id = w.id and p.status = w.from_status and p.deleted_at is null
    returning p.id, w.from_status
), noted as (
    insert into catalog.moves (store_id, product_id, from_status, verb, to_status, reason, actor, moved_at)
    select vitrine.current_store(), m.id, m.from_status, $3, $4, $5, $6, $7
    from moved m
)
select id from moved
