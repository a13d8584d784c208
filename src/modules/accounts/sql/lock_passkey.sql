-- lock_passkey(PasskeyId id) -> maybe i64
-- The counter as it stands: of two that use a passkey at once the second waits, and is judged by what the first has left.
select counter
from accounts.passkeys
where store_id = vitrine.current_store() and id = $1
for no key update
