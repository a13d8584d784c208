-- notify(text[] channel, text[] payload) -> count
select pg_notify(c.channel, c.payload) from unnest($1, $2) as c (channel, payload)
