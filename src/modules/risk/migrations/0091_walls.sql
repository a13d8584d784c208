-- What a shopper's session may see of these tables.
call vitrine.wall('risk.rules', 'shop');
call vitrine.wall('risk.settings', 'shop');
call vitrine.wall('risk.assessments', 'shop');
call vitrine.wall('risk.marks', 'shop');
call vitrine.wall('risk.reviews', 'shop');
call vitrine.wall('risk.rule_versions', 'shop');
call vitrine.wall('risk.decisions', 'staff');
