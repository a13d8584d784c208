-- What a shopper's session may see of these tables.
call vitrine.wall('catalog.categories', 'public');
call vitrine.wall('catalog.brands', 'public');
call vitrine.wall('catalog.attributes', 'public');
call vitrine.wall('catalog.products', 'public');
call vitrine.wall('catalog.variants', 'public');
call vitrine.wall('catalog.attribute_sets', 'public');
call vitrine.wall('catalog.attribute_set_members', 'public');
call vitrine.wall('catalog.category_sets', 'public');
call vitrine.wall('catalog.slug_history', 'public');
call vitrine.wall('catalog.links', 'public');
call vitrine.wall('catalog.components', 'public');
call vitrine.wall('catalog.source_images', 'public');
call vitrine.wall('catalog.changes', 'shop');
call vitrine.wall('catalog.forgotten', 'shop');
call vitrine.wall('catalog.moves', 'staff');
call vitrine.wall('catalog.requests', 'staff');
call vitrine.wall('catalog.popularity_counts', 'staff');
