-- What a shopper's session may see of these tables.
call vitrine.wall('tenders.accounts', 'shop');
call vitrine.wall('tenders.movements', 'shop');
