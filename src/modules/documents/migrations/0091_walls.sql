-- What a shopper's session may see of these tables.
call vitrine.wall('documents.settings', 'shop');
call vitrine.wall('documents.series', 'shop');
call vitrine.wall('documents.documents', 'shop');
