-- find_tables() -> maybe StoredTables
select tables, version
from shipping.tables
where store_id = vitrine.current_store()
