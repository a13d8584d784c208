-- insert_product(ProductId id, text slug, text title, text? title_local, text description, CategoryId category, text? brand, json tags, json attributes, json seo, json options, bool is_unique, instant? published_from, instant? published_until, bool in_window, i64 popularity, instant now) -> count
insert into catalog.products (store_id, id, slug, title, title_local, description, category_id, brand_id, status, tags, attributes, seo, options, is_unique, published_from,
                              published_until, in_window, popularity, created_at, updated_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6, (select b.id from catalog.brands b where b.store_id = vitrine.current_store() and b.name = $7), 'draft',
        array(select jsonb_array_elements_text($8)), $9, $10, $11, $12, $13, $14, $15,
        case when exists (select from catalog.popularity_counts n where n.store_id = vitrine.current_store()) then 0 else $16 end, $17, $17)
