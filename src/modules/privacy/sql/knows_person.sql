-- knows_person(text[] mailboxes, text[] keys) -> one bool
select cardinality((vitrine.find_person(null, $1, $2)).refs) > 0
