-- recent_assessments(i32 most) -> many AssessmentRow
select order_ref, order_number, placed_at, facts, assessment, settled_at
from risk.assessments
where store_id = vitrine.current_store()
order by placed_at desc, order_ref desc
limit $1::integer
