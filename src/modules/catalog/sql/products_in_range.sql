-- products_in_range(ProductId first, ProductId last) -> many ProductRow
select p.id, p.slug, p.title, p.title_local, p.description, b.name as brand, p.category_id as category, p.tags, p.attributes, p.popularity,
       p.created_at, p.updated_at, p.is_unique, p.seo,
       case when p.has_links then (select jsonb_agg(jsonb_build_array(l.kind, l.other_id) order by l.kind, l.position, l.other_id)
                                   from catalog.links l where l.store_id = p.store_id and l.product_id = p.id)
            else '[]' end as links
from catalog.products p
left join catalog.brands b on b.store_id = p.store_id and b.id = p.brand_id
where p.store_id = vitrine.current_store() and p.is_live and p.id between $1 and $2
order by p.id
