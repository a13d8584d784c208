-- What a shopper's session may see of these tables.
call vitrine.wall('taxes.tables', 'public');
call vitrine.wall('taxes.history', 'staff');
