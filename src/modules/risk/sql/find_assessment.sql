-- find_assessment(text order_ref) -> maybe AssessmentRow
select order_ref, order_number, placed_at, facts, assessment, settled_at
from risk.assessments
where store_id = vitrine.current_store() and order_ref = $1
