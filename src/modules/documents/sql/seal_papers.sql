-- seal_papers(DocumentId[] id, bytes[] seal, instant[] until) -> one i64
select documents.seal_papers($1, $2, $3)
