-- announce() -> one bool
-- Inside the transaction: stores change so rarely that NOTIFY's commit lock does not matter, and a command line ends right after its commit.
select true
from pg_notify('vitrine_stores', '')
