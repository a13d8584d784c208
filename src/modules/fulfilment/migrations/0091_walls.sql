-- What a shopper's session may see of these tables.
call vitrine.wall('fulfilment.plans', 'shop');
call vitrine.wall('fulfilment.parcels', 'shop');
call vitrine.wall('fulfilment.items', 'shop');
call vitrine.wall('fulfilment.events', 'shop');
call vitrine.wall('fulfilment.messages', 'shop');
