-- A large file is applied in several transactions; each moves the position with what it wrote, so that a killed run is carried on where it stood.
alter table imports.runs
    add column digest uuid,
    add column position bigint not null default 0 check (position >= 0),
    drop constraint runs_state_check,
    add constraint runs_state_check check (state in ('checking', 'checked', 'refused', 'applying', 'stopped', 'applied')),
    add constraint what_applies_has_a_digest check (state <> 'applying' or digest is not null);
