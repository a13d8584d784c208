-- What a shopper's session may see of these tables.
call vitrine.wall('shipping.tables', 'public');
call vitrine.wall('shipping.courier_quotes', 'shop');
call vitrine.wall('shipping.history', 'staff');
