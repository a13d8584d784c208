-- doom_objects(instant retired_before, instant pending_before, i32 page) -> many text
-- Those whose time is over, and those that an earlier run did not get deleted.
update media.objects
set state = 'doomed', changed_at = now()
where store_id = vitrine.current_store() and key in (
    select due.key
    from media.objects due
    where due.store_id = vitrine.current_store()
      and (due.state = 'doomed' or (due.state = 'retired' and due.changed_at < $1) or (due.state = 'pending' and due.changed_at < $2))
    order by due.key
    limit $3::integer
    for update)
returning key
