-- ordered_since(text email, instant since) -> one bool
-- By time: an abandoned cart's is some hours ago.
select exists (
    select from orders.orders
    where store_id = vitrine.current_store() and placed_at > $2 and lower(email) = lower($1) and state <> 'cancelled'
)
