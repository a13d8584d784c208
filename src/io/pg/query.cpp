#include "io/pg/query.h"

#include <cstdlib>

#include "io/pg/libpq.h"

namespace vitrine::pg {
namespace {

std::vector<const Statement*>& registry() {
    static std::vector<const Statement*> all;
    return all;
}

}  // namespace

void Statement::enlist(const Statement& statement) { registry().push_back(&statement); }
const std::vector<const Statement*>& Statement::all() { return registry(); }

int Rows::count(pg_result* result) { return PQntuples(result); }

std::int64_t Rows::touched(pg_result* result) {
    const char* text = PQcmdTuples(result);
    return *text ? std::strtoll(text, nullptr, 10) : 0;
}

int Rows::column(pg_result* result, std::string_view name, int likely) {
    int width = PQnfields(result);
    if (likely < width && name == PQfname(result, likely)) return likely;
    for (int i = 0; i < width; ++i)
        if (name == PQfname(result, i)) return i;
    throw Error("42703", "the result has no column " + std::string(name));
}

std::optional<std::string_view> Rows::value(pg_result* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return {};
    return std::string_view(PQgetvalue(result, row, column), size_t(PQgetlength(result, row, column)));
}

void Rows::wrong_count(int wanted, int got) {
    throw Error(got > wanted ? "21000" : "02000", "expected " + std::to_string(wanted) + " row, got " + std::to_string(got));
}

}  // namespace vitrine::pg
