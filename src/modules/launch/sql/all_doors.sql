-- all_doors() -> many DoorRow
select store_id as store, document, password_hash, password_number
from launch.gates
