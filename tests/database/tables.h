#pragma once
#include <string>
#include <vector>

#include "tests/database/text_query.h"

namespace vitrine::test {

struct Column {
    std::string name;
    std::string type;       ///< as format_type writes it, domains resolved
    char kind;              ///< pg_type.typtype: b base, e enum, r range …
    bool is_array;
    bool is_filled_by_server;  ///< generated, or identity always
};

struct Table {
    std::string name;       ///< quoted, with schema
    bool has_store = false;
    bool row_security = false, forced = false;
    int policies = 0;
    std::vector<Column> columns;
};

/// Every table outside PostgreSQL's own schemas, read from pg_catalog, so that a new one cannot be forgotten.
std::vector<Table> all_tables(pg::Session& owner);

/// Takes away what would stop made-up rows (checks, foreign keys, exclusions, triggers) in a scratch database, and writes two rows for each store into every table.
/// std::runtime_error names a type it cannot make up.
void fill(pg::Session& owner, const std::vector<Table>& tables, const std::vector<std::string>& stores);

/// An insert of one made-up row for `store`; `number` makes it differ from others.
std::string insert_of(const Table& table, const std::string& store, int number);

/// Count and digest of a store's rows.
std::string fingerprint(pg::Session& owner, const Table& table, const std::string& store);

}  // namespace vitrine::test
