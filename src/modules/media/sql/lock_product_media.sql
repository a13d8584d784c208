-- lock_product_media(ProductId product) -> one bool
-- One edit of a product's pictures at a time, also of a product that has none yet.
select pg_advisory_xact_lock(hashtextextended('media.' || vitrine.current_store()::text || $1::uuid::text, 0)) is not null
