-- take_back_expired(instant now) -> count
update jobs.jobs j set state = 'waiting', lease = null, lease_until = null, last_error = 'the worker did not finish within its lease'
where j.state = 'claimed' and j.lease_until < $1
