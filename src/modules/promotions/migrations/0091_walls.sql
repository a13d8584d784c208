-- What a shopper's session may see of these tables.
call vitrine.wall('promotions.promotions', 'shop');
call vitrine.wall('promotions.limits', 'shop');
call vitrine.wall('promotions.coupons', 'shop');
call vitrine.wall('promotions.claims', 'shop');
call vitrine.wall('promotions.buyers', 'shop');
call vitrine.wall('promotions.settings', 'shop');
call vitrine.wall('promotions.batches', 'staff');
