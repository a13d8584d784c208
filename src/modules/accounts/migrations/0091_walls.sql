-- What a shopper's session may see of these tables.
call vitrine.wall('accounts.people', 'personal', 'vitrine.person() is null or id = vitrine.person()');
call vitrine.wall('accounts.sessions', 'personal', 'vitrine.person() is null or person = vitrine.person()');
call vitrine.wall('accounts.recovery_codes', 'personal', 'vitrine.person() is null or person = vitrine.person()');
call vitrine.wall('accounts.addresses', 'personal', 'person = vitrine.person()');
call vitrine.wall('accounts.passkeys', 'personal', 'vitrine.person() is null or person = vitrine.person()');
call vitrine.wall('accounts.spent_challenges', 'shop');
call vitrine.wall('accounts.identities', 'shop');
call vitrine.wall('accounts.links', 'shop');
call vitrine.wall('accounts.refresh_tokens', 'shop');
call vitrine.wall('accounts.attempts', 'shop');
call vitrine.wall('accounts.signing_keys', 'shop');
call vitrine.wall('accounts.roles', 'shop');
