-- count_frames(ProductId[] product) -> many FrameCount
select s.product_id as product, case when s.state in ('complete', 'published') then s.frames else least(s.frames - 1, (select count(*) from spins.frames f where f.store_id = s.store_id and f.product_id = s.product_id and f.digest is not null and f.fault is null)) end as frames,
       s.frames as wanted
from spins.spins s
where s.store_id = vitrine.current_store() and s.product_id = any ($1)
