-- What is in the audit log.
call vitrine.audit('quality.policies');
call vitrine.audit('quality.overrides');
-- What a shopper's session may see of these tables.
call vitrine.wall('quality.policies', 'staff');
call vitrine.wall('quality.changes', 'staff');
call vitrine.wall('quality.verdicts', 'staff');
call vitrine.wall('quality.overrides', 'staff');
call vitrine.wall('quality.counts', 'staff');
