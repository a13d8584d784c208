-- drop_files(instant now, i32 at_most) -> count
update privacy.requests
set file = null
where store_id = vitrine.current_store()
  and id in (select r.id from privacy.requests r where r.store_id = vitrine.current_store() and r.file is not null and r.file_until <= $1 order by r.file_until limit $2::integer)
