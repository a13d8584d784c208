-- A part of a refund that was never taken: its authorisation is let go when the rest is captured.
alter table orders.refund_parts
    drop constraint refund_parts_kind_check,
    add constraint refund_parts_kind_check check (kind in ('payment', 'tender', 'store_credit', 'release'));
