-- add_proof(ProofId id, PaymentId payment, text media_type, bytes bytes, bytes sha256, instant now) -> count
insert into payments.proofs (store_id, id, payment, media_type, bytes, sha256, uploaded_at)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6)
on conflict (store_id, payment, sha256) do nothing
