#include "tests/database/tables.h"

#include <map>
#include <stdexcept>

namespace vitrine::test {
namespace {

constexpr auto tables_sql = R"(
select c.oid::regclass::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id' and not a.attisdropped),
       c.relrowsecurity, c.relforcerowsecurity, (select count(*) from pg_policy p where p.polrelid = c.oid), c.oid
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f') and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'
order by 1)";

constexpr auto columns_sql = R"(
with recursive base as (
    select a.attnum, a.attname, a.atttypid as type, a.attgenerated <> '' or a.attidentity = 'a' as filled
    from pg_attribute a where a.attrelid = %OID% and a.attnum > 0 and not a.attisdropped
    union all
    select b.attnum, b.attname, t.typbasetype, b.filled from base b join pg_type t on t.oid = b.type where t.typtype = 'd'
)
select quote_ident(b.attname), format_type(t.oid, null), t.typtype, t.typcategory = 'A', b.filled
from base b join pg_type t on t.oid = b.type where t.typtype <> 'd' order by b.attnum)";

std::vector<Column> columns_of_table(pg::Session& owner, const std::string& oid) {
    std::string sql = columns_sql;
    sql.replace(sql.find("%OID%"), 5, oid);
    std::vector<Column> out;
    for (auto& row : rows(owner, sql)) out.push_back({row[0], row[1], row[2][0], row[3] == "t", row[4] == "t"});
    return out;
}

/// A value of any type the schema uses, different for each number.
std::string made_up(const Column& column, const std::string& store, int number) {
    auto n = std::to_string(number);
    if (column.name == "store_id") return "'" + store + "'";
    if (column.is_array) return "'{}'::" + column.type;
    if (column.kind == 'e') return "(enum_range(null::" + column.type + "))[1]";
    if (column.kind == 'r') return "'empty'::" + column.type;
    static const std::map<std::string, std::string> by_type{
        {"uuid", "gen_random_uuid()"}, {"text", "'made up ' || $"}, {"character varying", "'m' || $"}, {"character", "'m'"}, {"boolean", "false"},
        {"smallint", "$"}, {"integer", "$"}, {"bigint", "$"}, {"numeric", "$"}, {"real", "$"}, {"double precision", "$"},
        {"timestamp with time zone", "now() + $ * interval '1 minute'"}, {"date", "current_date + $"}, {"interval", "interval '1 minute' * $"},
        {"time without time zone", "'10:00'::time"}, {"jsonb", "jsonb_build_object('made_up', $)"}, {"json", "json_build_object('made_up', $)"},
        {"xid8", "$::text::xid8"}, {"bytea", "convert_to('made up ' || $, 'UTF8')"}, {"tsvector", "to_tsvector('simple', 'made up')"}, {"inet", "'10.0.0.1'::inet"}};
    auto found = by_type.find(column.type);
    if (found == by_type.end()) throw std::runtime_error("teach tests/database/tables.cpp to make up a " + column.type + " (column " + column.name + ")");
    auto value = found->second;
    if (auto at = value.find('$'); at != std::string::npos) value.replace(at, 1, n);
    return value;
}

void loosen(pg::Session& owner, const Table& table) {
    // A foreign key's own triggers go with it; primary keys and unique constraints stay.
    for (auto& row : rows(owner, "select quote_ident(conname) from pg_constraint where conrelid = '" + table.name + "'::regclass and contype in ('c', 'f', 'x', 't')"))
        owner.run("alter table " + table.name + " drop constraint if exists " + row[0] + " cascade");
    owner.run("alter table " + table.name + " disable trigger user, no force row level security");
}

}  // namespace

std::vector<Table> all_tables(pg::Session& owner) {
    std::vector<Table> out;
    for (auto& row : rows(owner, tables_sql))
        out.push_back({row[0], row[1] == "t", row[2] == "t", row[3] == "t", std::stoi(row[4]), columns_of_table(owner, row[5])});
    return out;
}

std::string insert_of(const Table& table, const std::string& store, int number) {
    std::string names, values;
    for (const auto& column : table.columns) {
        if (column.is_filled_by_server) continue;
        names += (names.empty() ? "" : ", ") + column.name;
        values += (values.empty() ? "" : ", ") + made_up(column, store, number);
    }
    return "insert into " + table.name + " (" + names + ") values (" + values + ")";
}

void fill(pg::Session& owner, const std::vector<Table>& tables, const std::vector<std::string>& stores) {
    for (const auto& table : tables) loosen(owner, table);
    int number = 0;
    for (const auto& table : tables) {
        // A store's own row stands once for each store.
        for (const auto& store : stores) owner.run(insert_of(table, store, ++number));
        for (const auto& store : stores) attempt(owner, insert_of(table, store, ++number));
        owner.run("alter table " + table.name + " force row level security");
    }
}

std::string fingerprint(pg::Session& owner, const Table& table, const std::string& store) {
    owner.run("alter table " + table.name + " no force row level security");
    auto found = rows(owner, "select count(*), coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from " + table.name + " t where store_id = '" + store + "'");
    owner.run("alter table " + table.name + " force row level security");
    return found[0][0] + " " + found[0][1];
}

}  // namespace vitrine::test
