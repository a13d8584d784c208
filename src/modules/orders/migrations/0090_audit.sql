-- What is in the audit log from here on. What is named is not kept there: secrets, and what tells of a person.
call vitrine.audit('orders.orders', 'staff', '{email,email_key,shipping_address,billing_address,breakdown,doubt}');
call vitrine.audit('orders.lines', 'staff', '{breakdown}');
call vitrine.audit('orders.refunds', 'everybody', '{reason}');
call vitrine.audit('orders.drafts', 'everybody', '{content}');
call vitrine.audit('orders.edits', 'everybody', '{before,reason}');
call vitrine.audit('orders.notes', 'everybody', '{words}');
