-- settle_assessment(text order_ref, json facts, json assessment, instant now) -> count
update risk.assessments
set facts = $2, assessment = $3, settled_at = $4
where store_id = vitrine.current_store() and order_ref = $1 and settled_at is null
