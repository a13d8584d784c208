-- What a shopper's session may see of these tables.
call vitrine.wall('stores.stores', 'public');
call vitrine.wall('stores.rule_versions', 'public');
call vitrine.wall('stores.api_keys', 'staff');
