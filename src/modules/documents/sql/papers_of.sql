-- papers_of(text[] mailboxes, uuid? account, text[] keys) -> many UnsealedPaper{DocumentId id, json paper, instant issued_at}
select id, paper, issued_at
from documents.papers_of($1, $2, $3)
