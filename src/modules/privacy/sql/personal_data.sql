-- personal_data(uuid? customer, text[] mailboxes, text[] keys) -> one json
select vitrine.personal_data($1, $2, $3)
