-- erase_person(uuid? customer, text[] mailboxes, text[] keys, text stand_in) -> one i64
select vitrine.erase_person($1, $2, $3, $4)
