-- begin_reading() -> count
begin read only
