-- What a buyer was told to do to pay, where a gateway said it once: the token for an agent's shop and until when it holds.
create table payments.instructions (
    store_id uuid not null,
    payment uuid not null,
    reference text not null check (reference <> ''),
    told jsonb not null,
    until timestamptz not null,
    primary key (store_id, payment, reference),
    foreign key (store_id, payment) references payments.payments
);
call vitrine.protect('payments.instructions', 'select, insert');
