-- list_spins(State? state, ProductId after, i32 page) -> many SpinRow
select s.product_id as product, s.version, s.round, s.state, s.source, s.frames, s.first, s.at_once, s.per_second,
       (select count(*) from spins.frames f where f.store_id = s.store_id and f.product_id = s.product_id and f.digest is not null and f.fault is null) as stored,
       (select count(*) from spins.frames f where f.store_id = s.store_id and f.product_id = s.product_id and f.fault is not null) as faulty,
       s.width, s.height, s.edition, s.paused_until
from spins.spins s
where s.store_id = vitrine.current_store() and ($1 is null or s.state = $1) and s.product_id > $2
order by s.product_id
limit $3::integer
