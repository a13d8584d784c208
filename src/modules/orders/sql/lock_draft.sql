-- lock_draft(DraftId id) -> maybe LockedDraft{DraftState state, i64 version}
select state, version
from orders.drafts
where store_id = vitrine.current_store() and id = $1
for update
