-- What a shopper's session may see of these tables.
call vitrine.wall('notices.notices', 'shop');
call vitrine.wall('notices.settings', 'shop');
call vitrine.wall('notices.templates', 'shop');
call vitrine.wall('notices.preferences', 'shop');
call vitrine.wall('notices.suppressions', 'shop');
call vitrine.wall('notices.template_versions', 'staff');
