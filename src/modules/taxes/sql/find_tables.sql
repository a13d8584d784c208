-- find_tables() -> maybe StoredTables
select tables, version
from taxes.tables
where store_id = vitrine.current_store()
