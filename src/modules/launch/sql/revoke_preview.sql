-- revoke_preview(PreviewId id, instant now) -> count
update launch.previews
set revoked_at = coalesce(revoked_at, $2)
where store_id = vitrine.current_store() and id = $1
