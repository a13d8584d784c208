-- A customer's orders are found by their mailbox, in whatever case of a to z it was written.
create index orders_of_mailbox on orders.orders (store_id, lower(email collate "C"), placed_at desc, id desc);
