-- add_request(RequestId id, Kind kind, uuid? customer, text mailbox, instant asked_at, instant due) -> count
insert into privacy.requests (store_id, id, kind, customer, mailbox, asked_at, due)
values (vitrine.current_store(), $1, $2, $3, $4, $5, $6)
on conflict (store_id, kind, mailbox) where state = 'waiting' do nothing
