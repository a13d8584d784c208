-- What a shopper's session may see of these tables: wishes are opened by their owner's session or by a link, which the program checks.
call vitrine.wall('privacy.settings', 'shop');
call vitrine.wall('privacy.requests', 'shop');
-- Who asked is named by the row for as long as the wish waits; the log keeps that there was one.
call vitrine.audit('privacy.settings');
call vitrine.audit('privacy.requests', 'everybody', '{customer,mailbox,asked_by,ended_by,file}');
