-- Edits of orders that are paid and still in the house. An edit says what it takes back, what it adds and what that comes to (plan), and never changes; where it stands does. What is dearer
-- waits, open, for a payment of its own: the order itself changes only when the money is there, in one transaction.
create table orders.paid_edits (
    store_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    position bigint not null check (position > 0),
    state text not null check (state in ('open', 'done', 'expired', 'withdrawn', 'overtaken')),
    plan jsonb not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    added bigint not null check (added >= 0),
    taken_back bigint not null check (taken_back >= 0),
    difference bigint not null,
    payment uuid,
    payment_method text,
    pay_by timestamptz,
    reason text not null check (length(reason) between 1 and 500),
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    actor text not null default vitrine.current_actor(),
    opened_at timestamptz not null,
    ended_at timestamptz,
    outcome text,
    primary key (store_id, id),
    foreign key (store_id, order_id) references orders.orders,
    constraint one_paid_edit_a_key unique (store_id, key),
    constraint one_paid_edit_a_place unique (store_id, order_id, position),
    check (difference = added - taken_back),
    constraint what_is_dearer_has_a_payment check ((payment is not null) = (difference > 0) and (payment is null) = (payment_method is null) and (payment is null) = (pay_by is null)),
    check ((state = 'open') = (ended_at is null))
);
call vitrine.protect('orders.paid_edits', 'select, insert, update (state, ended_at, outcome)');
create unique index one_open_edit_an_order on orders.paid_edits (store_id, order_id) where state = 'open';

-- What an open edit keeps on the shelves, under its own name, for the order that it will be added to.
create table orders.paid_edit_goods (
    store_id uuid not null,
    edit uuid not null,
    variant uuid not null,
    quantity bigint not null check (quantity > 0),
    primary key (store_id, edit, variant),
    foreign key (store_id, edit) references orders.paid_edits
);
call vitrine.protect('orders.paid_edit_goods', 'select, insert');

-- applied: what goods that an edit takes back were paid with pays for goods that the same edit adds.
alter table orders.refund_parts
    drop constraint refund_parts_kind_check,
    add constraint refund_parts_kind_check check (kind in ('payment', 'tender', 'store_credit', 'release', 'applied'));

call vitrine.audit('orders.paid_edits', 'everybody', '{plan,reason,fingerprint}');
