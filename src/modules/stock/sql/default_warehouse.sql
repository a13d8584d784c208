-- default_warehouse() -> one WarehouseId
select stock.default_warehouse()
