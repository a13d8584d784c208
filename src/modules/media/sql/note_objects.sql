-- note_objects(MediaId media_id, text edition, text[] key, bytes[] digest, i64[] size, text[] media_type, i32[] width, i32[] height) -> count
-- An object of that name that was retired meanwhile comes back; one that is being deleted right now does not, and is missing from the count.
insert into media.objects as o (store_id, media_id, edition, key, digest, size, media_type, width, height)
select vitrine.current_store(), $1, $2, key, digest, size, media_type, width, height
from unnest($3, $4, $5, $6, $7, $8) as made (key, digest, size, media_type, width, height)
order by key
on conflict (store_id, key) do update
set media_id = excluded.media_id, digest = excluded.digest, size = excluded.size, state = 'pending', changed_at = now()
where o.state <> 'doomed'
