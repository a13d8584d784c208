-- is_all_given_back(PaymentId payment) -> one bool
select not exists (
    select from payments.receipts r
    where r.store_id = vitrine.current_store() and r.payment = $1
      and r.amount > (select coalesce(sum(f.amount), 0)
                      from payments.refunds f
                      where f.store_id = vitrine.current_store() and f.payment = r.payment and f.reference = r.reference and f.state = 'succeeded')) as is_all_back
