-- The currency the shopper chose; null: the store's own.
alter table carts.carts add column currency text check (currency ~ '^[A-Z]{3}$');
