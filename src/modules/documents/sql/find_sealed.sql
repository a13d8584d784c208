-- find_sealed(DocumentId id) -> maybe SealedPaper{text number, json paper, bytes? sealed, bool is_sealed}
select number, paper, sealed, sealed_until is not null as is_sealed
from documents.documents
where store_id = vitrine.current_store() and id = $1
