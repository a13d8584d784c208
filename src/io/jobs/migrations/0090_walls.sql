-- A shopper's order makes news and jobs.
call vitrine.wall('jobs.events', 'shop');
call vitrine.wall('jobs.jobs', 'shop');
call vitrine.wall('jobs.listeners', 'shop');
