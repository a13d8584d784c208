-- count_popularity(VariantId[] variant, i64[] score, instant counted_at) -> one i64
-- Every product gets the sum of its variants' scores, those that did not sell get zero; only what differs is written, and noted for the snapshots.
with sold as (
    select v.product_id, sum(s.score)::bigint as score
    from unnest($1, $2) as s (variant, score)
    join catalog.variants v on v.store_id = vitrine.current_store() and v.id = s.variant
    group by v.product_id
), moved as (
    update catalog.products p
    set popularity = coalesce(t.score, 0)
    from (select q.id, sold.score
          from catalog.products q
          left join sold on sold.product_id = q.id
          where q.store_id = vitrine.current_store() and q.popularity <> coalesce(sold.score, 0)
          order by q.id
          for no key update of q) t
    where p.store_id = vitrine.current_store() and p.id = t.id
    returning p.id
), noted as (
    insert into catalog.changes (store_id, product_id)
    select vitrine.current_store(), moved.id from moved
), counted as (
    insert into catalog.popularity_counts (store_id, counted_at, products)
    select vitrine.current_store(), $3, (select count(*) from sold)
    on conflict (store_id) do update set counted_at = excluded.counted_at, products = excluded.products
)
select count(*) from moved
