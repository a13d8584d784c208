#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::pg {

/// One file of a module's migrations/ folder, embedded in the program: "payments/0001_payments.sql".
struct Migration {
    std::string_view module;
    std::string_view name;
    std::string_view sql;
};

struct MigrationReport {
    std::vector<std::string> applied;
    int already_there = 0;
};

/// Brings the database up to date, as its owner: each file once, in module order then by name, each in its own transaction, under one advisory
/// lock (two starting processes do not collide). Creates the roles vitrine_app and vitrine_worker first. A file whose checksum differs from
/// what was applied is refused (std::runtime_error): applied migrations are history. Repeatable. Blocks; not for a loop's thread.
MigrationReport migrate(const std::string& owner_conninfo, std::span<const Migration> migrations);

/// All embedded migrations, in the order of the module list.
std::span<const Migration> embedded_migrations();

}  // namespace vitrine::pg
