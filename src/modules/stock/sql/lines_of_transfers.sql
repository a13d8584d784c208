-- lines_of_transfers(TransferId[] transfer) -> many TransferLine
select transfer, variant, quantity, received, missing
from stock.transfer_lines
where store_id = vitrine.current_store() and transfer = any ($1)
order by transfer, variant
