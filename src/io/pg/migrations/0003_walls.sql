-- The second wall inside a store: what a shopper's session may see at all, whatever a statement asks for. The first wall, by store, is vitrine.protect's.

-- The customer who acts, set by the program with the transaction's first statement; null where nobody does who has rows of their own.
create function vitrine.person() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('vitrine.person', true), '')::uuid;

-- Whether a shopper acts, signed in or not. Staff, jobs and the program itself are none; nor is who works past the program, whom the first wall stops.
create function vitrine.is_shopper() returns boolean
    language sql stable parallel safe
    return coalesce(current_setting('vitrine.role', true), '') in ('guest', 'customer');

-- Call it after vitrine.protect. Every table says what it is; tests refuse one that does not:
--   public    what everybody may know: goods, prices, taxes
--   shop      what the shop works with while a shopper is served and what is opened by a secret that the program checks: stock, payments, jobs, a guest's order
--   staff     no shopper's session sees or writes a row
--   personal  `owned` says whose a row is: a customer's session sees and writes no other
-- A restrictive policy: it takes away from what the first wall allows, and never adds.
create procedure vitrine.wall(place regclass, class text, owned text default null)
    language plpgsql as $$
begin
    if class not in ('public', 'shop', 'staff', 'personal') or (class = 'personal') <> (owned is not null) then
        raise exception 'no such wall: % of %', class, place;
    end if;
    if class = 'staff' then
        execute format('create policy of_staff on %s as restrictive for all to vitrine_app using (not vitrine.is_shopper()) with check (not vitrine.is_shopper())', place);
    elsif class = 'personal' then
        execute format('create policy of_person on %s as restrictive for all to vitrine_app using (not vitrine.is_shopper() or (%s)) with check (not vitrine.is_shopper() or (%s))', place, owned, owned);
    end if;
    execute format('comment on table %s is %L', place, 'wall: ' || class);
end $$;
