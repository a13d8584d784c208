-- What a shopper's session may see of these tables.
call vitrine.wall('orders.orders', 'shop');
call vitrine.wall('orders.lines', 'shop');
call vitrine.wall('orders.timeline', 'shop');
call vitrine.wall('orders.idempotency', 'shop');
call vitrine.wall('orders.refunds', 'shop');
call vitrine.wall('orders.refund_items', 'shop');
call vitrine.wall('orders.refund_parts', 'shop');
call vitrine.wall('orders.line_parts', 'shop');
call vitrine.wall('orders.words', 'shop');
call vitrine.wall('orders.notes', 'shop');
call vitrine.wall('orders.happenings', 'shop');
call vitrine.wall('orders.edits', 'shop');
call vitrine.wall('orders.paid_edits', 'shop');
call vitrine.wall('orders.paid_edit_goods', 'shop');
call vitrine.wall('orders.drafts', 'staff');
