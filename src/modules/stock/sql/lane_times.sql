-- lane_times() -> many LaneTime
select variant, opens_at, closes_at from stock.lanes where store_id = vitrine.current_store() order by variant
