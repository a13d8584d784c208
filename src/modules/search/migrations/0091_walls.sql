-- What a shopper's session may see of these tables.
call vitrine.wall('search.settings', 'public');
call vitrine.wall('search.queries', 'shop');
