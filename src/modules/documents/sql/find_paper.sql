-- find_paper(DocumentId id) -> maybe PaperRow{OrderId order_id, json paper}
select order_id, paper
from documents.documents
where store_id = vitrine.current_store() and id = $1
