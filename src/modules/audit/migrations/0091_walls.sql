-- What a shopper's session may see of these tables.
call vitrine.wall('audit.entries', 'staff');
call vitrine.wall('audit.links', 'staff');
call vitrine.wall('audit.pending', 'staff');
call vitrine.wall('audit.chains', 'staff');
