-- use_passkey(PasskeyId id, i64 counter, bool is_backed_up, instant now) -> count
update accounts.passkeys set counter = $2, is_backed_up = $3 and may_sync, used_at = $4
where store_id = vitrine.current_store() and id = $1
