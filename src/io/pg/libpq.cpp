#include "io/pg/libpq.h"

namespace vitrine::pg {
namespace {

/// Plans are kept, and many are made while a table is still empty: such a plan reads the whole table for one row for as long as it is kept, the checks of foreign keys
/// among them. By the key a small table is read as quickly, and a large one not slower: every row has a store, and every index begins with it.
constexpr std::string_view by_key = "enable_seqscan";

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

}  // namespace

Error::Error(std::string state, std::string message, std::string broken, std::string of)
    : std::runtime_error(of.empty() ? message : of + ": " + message), sqlstate(std::move(state)), constraint(std::move(broken)), statement(std::move(of)) {}

Error error_of(const PGresult* result, std::string_view statement) {
    auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (message.empty()) message = PQresultErrorMessage(result);
    // The detail is left out on purpose: it may quote a shopper's values, and this text reaches the log.
    return Error(field(result, PG_DIAG_SQLSTATE), std::move(message), field(result, PG_DIAG_CONSTRAINT_NAME), std::string(statement));
}

std::vector<const char*> ConnectParameters::names() const {
    std::vector<const char*> out;
    for (const auto& [name, value] : all) out.push_back(name.c_str());
    out.push_back(nullptr);
    return out;
}
std::vector<const char*> ConnectParameters::values() const {
    std::vector<const char*> out;
    for (const auto& [name, value] : all) out.push_back(value.c_str());
    out.push_back(nullptr);
    return out;
}

ConnectParameters connect_parameters(const std::string& conninfo, const std::string& user) {
    char* fault = nullptr;
    std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> parsed(PQconninfoParse(conninfo.c_str(), &fault), &PQconninfoFree);
    std::unique_ptr<char, void (*)(void*)> fault_owner(fault, &PQfreemem);
    if (!parsed) throw std::runtime_error("the database's address cannot be read");  // libpq's own text may quote the password
    ConnectParameters out;
    std::string login, options;
    for (auto* option = parsed.get(); option->keyword; ++option) {
        if (!option->val) continue;
        if (std::string_view(option->keyword) == "user") login = option->val;
        else if (std::string_view(option->keyword) == "options") options = option->val;
        else out.all.emplace_back(option->keyword, option->val);
    }
    auto add_if_missing = [&](std::string_view name, std::string_view value) {
        for (const auto& [known, ignored] : out.all)
            if (known == name) return;
        out.all.emplace_back(name, value);
    };
    if (!user.empty() && !login.empty() && login != user) options += (options.empty() ? "-c role=" : " -c role=") + user;
    if (options.find(by_key) == std::string::npos) options += (options.empty() ? "-c " : " -c ") + std::string(by_key) + "=off";
    if (login.empty()) login = user;
    if (!login.empty()) out.all.emplace_back("user", login);
    if (!options.empty()) out.all.emplace_back("options", options);
    add_if_missing("application_name", "vitrine");
    add_if_missing("client_encoding", "UTF8");
    add_if_missing("connect_timeout", "5");
    return out;
}

BoundParameters::BoundParameters(const Parameters& parameters) {
    auto size = parameters.values.size();
    values.reserve(size), lengths.reserve(size), formats.assign(size, 1);
    for (const auto& value : parameters.values) {
        values.push_back(value ? value->data() : nullptr);
        lengths.push_back(value ? int(value->size()) : 0);
    }
}

}  // namespace vitrine::pg
