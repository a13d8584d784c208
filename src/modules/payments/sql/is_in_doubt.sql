-- is_in_doubt(PaymentId payment) -> one bool
select exists (select from payments.fraud_warnings w where w.store_id = vitrine.current_store() and w.payment = $1 and w.is_open)
    or exists (select from payments.disputes d
               where d.store_id = vitrine.current_store() and d.payment = $1
                 and (d.state in ('needs_response', 'under_review')
                      or (d.state = 'lost' and d.amount > (select coalesce(sum(f.amount), 0) from payments.refunds f
                                                           where f.store_id = d.store_id and f.dispute = d.id and f.state <> 'failed')))) as is_in_doubt
