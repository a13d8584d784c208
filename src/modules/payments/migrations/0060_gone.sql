-- Money that a buyer has got back without a refund of ours: by a dispute that was lost, or because the gateway (or somebody at its dashboard) sent it back. A
-- refund that only writes this down names the dispute or the warning; no money moves by it.
alter table payments.refunds
    add column dispute uuid,
    add column warning uuid,
    add foreign key (store_id, dispute) references payments.disputes,
    add foreign key (store_id, warning) references payments.fraud_warnings,
    add constraint one_cause_a_refund check (dispute is null or warning is null);
create index refunds_by_dispute on payments.refunds (store_id, dispute) where dispute is not null;
create index refunds_by_warning on payments.refunds (store_id, warning) where warning is not null;

-- What a gateway gave back by itself waits for a person like any other doubt; the amount is what no refund of ours stands for.
alter table payments.fraud_warnings
    add column amount bigint check (amount > 0),
    drop constraint fraud_warnings_kind_check,
    add constraint fraud_warnings_kind_check check (kind in ('fraud_warning', 'review', 'no_three_d_secure', 'given_back')),
    add constraint given_back_has_amount check ((kind = 'given_back') = (amount is not null));
