-- spend_challenge(bytes id, instant ends_at) -> count
-- Nothing the second time. Of two that come at once the second waits for the first.
insert into accounts.spent_challenges (store_id, id, ends_at)
values (vitrine.current_store(), $1, $2)
on conflict do nothing
