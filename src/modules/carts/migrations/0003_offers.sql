-- The codes and gift cards on a cart, as they were looked up when they were entered: the shape carts::Offers. Null: none.
alter table carts.carts add column offers jsonb;
