#pragma once
// A .sql file becomes a function that returns a Query: statement plus encoded parameters, ready to travel.
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/pg/codec.h"

struct pg_result;

namespace vitrine::pg {

/// One .sql file. `name` is "orders.lock_cart"; prepared once per connection under that name.
struct Statement {
    std::string_view name;
    std::string_view sql;
    std::span<const std::uint32_t> parameter_types;  ///< PostgreSQL type oids
    std::string_view file;
    /// The result's columns as the shape expects them, for the contract test: name and oid. Empty name: single column.
    std::vector<std::pair<std::string, std::uint32_t>> (*columns)();
    static void enlist(const Statement& statement);                 ///< generated code calls it once
    static const std::vector<const Statement*>& all();
};

struct Parameters {
    std::vector<std::optional<std::string>> values;  ///< binary format; nullopt is null
};

/// What a query gives. `many` a vector, `maybe` an optional, `one` exactly one row (pg::Error otherwise), `count` rows touched.
template <class R>
struct Query {
    const Statement* statement;
    Parameters parameters;
    R (*decode)(pg_result* result);
};

struct Rows {  // the untyped half, in query.cpp
    static int count(pg_result* result);
    static std::int64_t touched(pg_result* result);
    static int column(pg_result* result, std::string_view name, int likely);  ///< tries `likely` first; pg::Error when it is missing
    static std::optional<std::string_view> value(pg_result* result, int row, int column);
    [[noreturn]] static void wrong_count(int wanted, int got);
};

template <class T>
T decode_value(std::optional<std::string_view> bytes) {
    if constexpr (shape::is_optional<T>) {
        if (!bytes) return T{};
        return Codec<typename T::value_type>::decode(*bytes);
    } else {
        if (!bytes) throw std::runtime_error("null where a value belongs");
        return Codec<T>::decode(*bytes);
    }
}

template <class Row>
concept ShapedRow = shape::Described<Row> && !HasCodec<Row>;

/// Reads rows of one result into a shape by column name, or into a scalar from the single column.
/// Names are looked up once for all rows: make one reader a result (or a stream of results of one statement).
template <class Row>
class RowReader {
public:
    explicit RowReader(pg_result* result) {
        if constexpr (ShapedRow<Row>) {
            int i = 0;
            shape::each_member<Row>([&](auto member) { columns_[size_t(i)] = Rows::column(result, member.name, i), ++i; });
        }
    }
    Row read(pg_result* result, int row) const {
        if constexpr (ShapedRow<Row>) {
            Row out{};
            size_t i = 0;
            shape::each_member<Row>([&](auto member) {
                using M = std::remove_cvref_t<decltype(out.*member.pointer)>;
                out.*member.pointer = decode_value<M>(Rows::value(result, row, columns_[i++]));
            });
            return out;
        } else {
            return decode_value<Row>(Rows::value(result, row, 0));
        }
    }

private:
    static constexpr size_t width() {
        if constexpr (ShapedRow<Row>) return boost::mp11::mp_size<boost::describe::describe_members<Row, boost::describe::mod_public>>::value;
        else return 0;
    }
    std::array<int, width()> columns_{};
};

template <class Row>
std::vector<Row> decode_many(pg_result* result) {
    std::vector<Row> rows;
    RowReader<Row> reader(result);
    int count = Rows::count(result);
    rows.reserve(size_t(count));
    for (int i = 0; i < count; ++i) rows.push_back(reader.read(result, i));
    return rows;
}
template <class Row>
std::optional<Row> decode_maybe(pg_result* result) {
    int count = Rows::count(result);
    if (count > 1) Rows::wrong_count(1, count);
    return count ? std::optional(RowReader<Row>(result).read(result, 0)) : std::nullopt;
}
template <class Row>
Row decode_one(pg_result* result) {
    if (int count = Rows::count(result); count != 1) Rows::wrong_count(1, count);
    return RowReader<Row>(result).read(result, 0);
}
inline std::int64_t decode_count(pg_result* result) { return Rows::touched(result); }

template <class Row>
std::vector<std::pair<std::string, std::uint32_t>> columns_of() {
    std::vector<std::pair<std::string, std::uint32_t>> out;
    if constexpr (ShapedRow<Row>) {
        shape::each_member<Row>([&](auto member) {
            using M = std::remove_cvref_t<decltype(std::declval<Row&>().*member.pointer)>;
            out.emplace_back(member.name, oid_of<M>());
        });
    } else {
        out.emplace_back("", oid_of<Row>());
    }
    return out;
}

template <class... P>
Parameters encode(const P&... values) {
    Parameters out;
    out.values.reserve(sizeof...(P));
    (out.values.push_back(encode_value(values)), ...);
    return out;
}

}  // namespace vitrine::pg
