-- What a shopper's session may see of these tables.
call vitrine.wall('outgoing.endpoint_changes', 'staff');
call vitrine.wall('outgoing.attempts', 'staff');
call vitrine.wall('outgoing.endpoints', 'shop');
call vitrine.wall('outgoing.deliveries', 'shop');
