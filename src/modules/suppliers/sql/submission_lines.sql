-- submission_lines(SubmissionId submission) -> many SubmissionLine
select position, item_id as item, code, offer_ref, quantity, cost_minor, cost_currency
from suppliers.submission_lines
where store_id = vitrine.current_store() and submission_id = $1
order by position
