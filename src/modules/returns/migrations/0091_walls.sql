-- What a shopper's session may see of these tables.
call vitrine.wall('returns.policies', 'public');
call vitrine.wall('returns.series', 'shop');
call vitrine.wall('returns.returns', 'shop');
call vitrine.wall('returns.lines', 'shop');
call vitrine.wall('returns.events', 'shop');
call vitrine.wall('returns.requests', 'shop');
