-- What waits for a person is few among many: asked for, or with something amiss.
drop index returns.returns_that_wait;
create index returns_that_wait on returns.returns (store_id, id) where attention is not null or state = 'asked';
-- A replacement that falls finds the return that it stands for.
create index returns_by_replacement on returns.returns (store_id, replacement) where replacement is not null;
