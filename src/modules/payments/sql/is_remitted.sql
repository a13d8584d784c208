-- is_remitted(PaymentId payment) -> one bool
select exists (
    select from payments.payments p
    where p.store_id = vitrine.current_store() and p.id = $1 and p.remitted_at is not null) as is_remitted
