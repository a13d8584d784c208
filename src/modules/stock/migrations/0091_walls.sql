-- What a shopper's session may see of these tables.
call vitrine.wall('stock.levels', 'shop');
call vitrine.wall('stock.reservations', 'shop');
call vitrine.wall('stock.movements', 'shop');
call vitrine.wall('stock.warehouses', 'shop');
call vitrine.wall('stock.shelves', 'shop');
call vitrine.wall('stock.policies', 'shop');
call vitrine.wall('stock.promises', 'shop');
call vitrine.wall('stock.allocations', 'shop');
call vitrine.wall('stock.settings', 'shop');
call vitrine.wall('stock.lanes', 'shop');
call vitrine.wall('stock.transfers', 'staff');
call vitrine.wall('stock.transfer_lines', 'staff');
call vitrine.wall('stock.counts', 'staff');
call vitrine.wall('stock.count_lines', 'staff');
call vitrine.wall('stock.requests', 'staff');
