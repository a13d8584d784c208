-- give_link(LinkId id, uuid person) -> count
update accounts.links set person = $2
where store_id = vitrine.current_store() and id = $1 and used_at is null
