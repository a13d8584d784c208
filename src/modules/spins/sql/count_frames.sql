-- count_frames(ProductId[] product) -> many FrameCount
-- Of a product without a turntable there is no frame. One that is not shown whole lacks one frame at least.
select p.product,
       coalesce(case when s.state in ('complete', 'published') then s.frames
                     else least(s.frames - 1, (select count(*) from spins.frames f where f.store_id = s.store_id and f.product_id = s.product_id and f.digest is not null and f.fault is null)) end, 0) as frames,
       s.frames as wanted
from unnest($1) as p (product)
left join spins.spins s on s.store_id = vitrine.current_store() and s.product_id = p.product
