-- begin_work() -> count
begin
