-- list_media(instant before_time, MediaId before_id, Kind? kind, bool only_unused, bool only_without_alt, text words, i32 page) -> many MediaRow
select m.id, m.version, m.kind, m.name, m.media_type, m.digest, m.size, m.edition, m.width, m.height, m.duration_ms, m.colour, m.focus_x, m.focus_y, m.is_private, m.alt, m.created_at, m.changed_at
from media.media m
where m.store_id = vitrine.current_store() and (m.created_at, m.id) < ($1, $2)
  and ($3::text is null or m.kind = $3::text)
  and (not $4::boolean or not exists (select from media.product_media p where p.store_id = m.store_id and p.media_id = m.id))
  and (not $5::boolean or m.alt = '{}')
  and ($6::text = '' or position($6::text in m.name) > 0)
order by m.created_at desc, m.id desc
limit $7::integer
