-- What a shopper's session may see of these tables.
call vitrine.wall('prices.prices', 'public');
call vitrine.wall('prices.price_lists', 'public');
call vitrine.wall('prices.list_prices', 'public');
call vitrine.wall('prices.history', 'public');
call vitrine.wall('prices.bulk_changes', 'staff');
