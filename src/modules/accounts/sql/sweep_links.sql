-- sweep_links(instant before) -> count
delete from accounts.links
where store_id = vitrine.current_store() and id in (
    select id from accounts.links where store_id = vitrine.current_store() and ends_at < $1 order by ends_at limit 200 for update skip locked)
