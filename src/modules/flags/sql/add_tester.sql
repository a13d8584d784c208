-- add_tester(text key, CustomerId customer) -> count
insert into flags.testers (store_id, key, customer)
values (vitrine.current_store(), $1, $2)
on conflict do nothing
