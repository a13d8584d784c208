-- proof_file(ProofId proof) -> maybe ProofFile{text media_type, bytes bytes}
select f.media_type, f.bytes
from payments.proofs f
where f.store_id = vitrine.current_store() and f.id = $1
