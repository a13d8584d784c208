-- links_of(ProductId product) -> many LinkRow
select l.kind, l.other_id as other, p.slug, p.title
from catalog.links l
join catalog.products p on p.store_id = l.store_id and p.id = l.other_id
where l.store_id = vitrine.current_store() and l.product_id = $1
order by l.kind, l.position, l.other_id
