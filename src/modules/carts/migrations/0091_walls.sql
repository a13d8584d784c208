-- What a shopper's session may see of these tables.
call vitrine.wall('carts.carts', 'personal', 'customer is null or customer = vitrine.person()');
call vitrine.wall('carts.lines', 'shop');
call vitrine.wall('carts.devices', 'shop');
call vitrine.wall('carts.kept', 'shop');
call vitrine.wall('carts.unfinished', 'shop');
call vitrine.wall('carts.recoveries', 'shop');
call vitrine.wall('carts.settings', 'shop');
