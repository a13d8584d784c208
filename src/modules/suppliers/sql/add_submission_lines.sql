-- add_submission_lines(SubmissionId[] submission, i64[] position, ItemId[] item, text[] code, text[] offer_ref, i64[] quantity, i64[] cost_minor, text[] cost_currency) -> count
insert into suppliers.submission_lines (store_id, submission_id, position, item_id, code, offer_ref, quantity, cost_minor, cost_currency)
select vitrine.current_store(), l.submission, l.position, l.item, l.code, l.offer_ref, l.quantity, l.cost_minor, l.cost_currency
from unnest($1, $2, $3, $4, $5, $6, $7, $8) as l (submission, position, item, code, offer_ref, quantity, cost_minor, cost_currency)
