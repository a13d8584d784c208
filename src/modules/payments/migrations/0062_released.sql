-- Of money that is authorised less may be taken than was asked for: `released` is what the order no longer owes; the gateway lets it go with the capture. While a
-- capture is under way the amount stands still.
alter table payments.payments
    add column released bigint not null default 0,
    add column capturing_since timestamptz,
    add constraint released_within_amount check (released >= 0 and (released = 0 or released < amount));
grant update (released, capturing_since) on payments.payments to vitrine_app;
