-- What a shopper's session may see of these tables.
call vitrine.wall('imports.runs', 'staff');
call vitrine.wall('imports.faults', 'staff');
call vitrine.wall('imports.parts', 'staff');
