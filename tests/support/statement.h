#pragma once
#include <array>
#include <string>

#include "io/pg/query.h"

namespace vitrine::test {

/// A statement written in a test, where a .sql file would be far from what it shows.
///
///     test::Statement<std::int64_t> wait("wait", "select pg_sleep($1)");
///     co_await tx.ask(wait.count(1));
template <class... P>
class Statement {
public:
    Statement(std::string_view name, std::string_view sql) : statement_{name, sql, types_, "test", nullptr} {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    pg::Query<std::int64_t> count(const P&... values) const { return {&statement_, pg::encode(values...), &pg::decode_count}; }
    template <class Row>
    pg::Query<Row> one(const P&... values) const {
        return {&statement_, pg::encode(values...), &pg::decode_one<Row>};
    }
    template <class Row>
    pg::Query<std::optional<Row>> maybe(const P&... values) const {
        return {&statement_, pg::encode(values...), &pg::decode_maybe<Row>};
    }
    template <class Row>
    pg::Query<std::vector<Row>> many(const P&... values) const {
        return {&statement_, pg::encode(values...), &pg::decode_many<Row>};
    }

private:
    std::array<std::uint32_t, sizeof...(P)> types_{pg::oid_of<P>()...};
    pg::Statement statement_;
};

}  // namespace vitrine::test
