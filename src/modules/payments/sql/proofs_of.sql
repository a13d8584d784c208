-- proofs_of(PaymentId payment) -> many ProofRow
select f.id, f.payment, f.media_type, length(f.bytes)::bigint as size, f.uploaded_at
from payments.proofs f
where f.store_id = vitrine.current_store() and f.payment = $1
order by f.id
