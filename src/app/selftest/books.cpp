#include "app/selftest/books.h"

#include "app/selftest/sql.h"

namespace vitrine::selftest {

Task<Books> books_of(pg::Db& db, Ctx ctx) {
    auto query = sql::books();
    auto lines = co_await db.read(ctx, std::move(query));
    Books out;
    for (auto& line : lines) out[line.name] = line.value;
    co_return out;
}

Books difference(const Books& before, const Books& after) {
    Books out;
    for (const auto& [name, value] : after) {
        auto was = before.find(name);
        auto change = value - (was == before.end() ? 0 : was->second);
        if (change) out[name] = change;
    }
    for (const auto& [name, value] : before)
        if (value && !after.contains(name)) out[name] = -value;
    return out;
}

std::string text_of(const Books& books) {
    std::string out;
    for (const auto& [name, value] : books) out += "\n  " + name + " " + std::to_string(value);
    return out;
}

}  // namespace vitrine::selftest
