-- list_lanes() -> many LaneRow
select variant, opens_at, closes_at, opened_by from stock.lanes where store_id = vitrine.current_store() order by variant
