-- What is in the audit log.
call vitrine.audit('media.media', 'everybody', '{blur}');
call vitrine.audit('media.product_media');
-- What a shopper's session may see of these tables.
call vitrine.wall('media.media', 'public');
call vitrine.wall('media.objects', 'public');
call vitrine.wall('media.product_media', 'public');
call vitrine.wall('media.changes', 'staff');
call vitrine.wall('media.uploads', 'staff');
call vitrine.wall('media.parts', 'staff');
call vitrine.wall('media.fetches', 'staff');
