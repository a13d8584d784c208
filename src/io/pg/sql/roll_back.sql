-- roll_back() -> count
rollback
