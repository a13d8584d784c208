-- commit_work() -> count
commit
