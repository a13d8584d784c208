-- add_submissions(SubmissionId[] id, SupplierId[] supplier, text order_ref, text order_number, instant now) -> many SubmissionId
-- Those that are there already are left alone.
insert into suppliers.submissions (store_id, id, order_ref, order_number, supplier_id, state, created_at, moved_at)
select vitrine.current_store(), n.id, $3, $4, n.supplier, 'waiting', $5, $5
from unnest($1, $2) as n (id, supplier)
on conflict (store_id, order_ref, supplier_id) do nothing
returning id
