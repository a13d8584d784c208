-- What a shopper's session may see of these tables.
call vitrine.wall('ledger.postings', 'shop');
call vitrine.wall('ledger.lines', 'shop');
