#include "simulators/stripe/account.h"

#include <algorithm>

namespace vitrine::simulators::stripe {
namespace {

std::string text_of(const Object& object, std::string_view key) {
    auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool fits(const Object& object, const Params& params) {
    for (auto key : {"payment_intent", "charge", "type"})
        if (auto wanted = params.get(key); wanted && text_of(object, key) != *wanted) return false;
    auto types = params.list("types");
    return types.empty() || std::find(types.begin(), types.end(), text_of(object, "type")) != types.end();
}

}  // namespace

Object& Shelf::add(Object object) {
    auto id = text_of(object, "id");
    order.push_back(id);
    return by_id[id] = std::move(object);
}

Object* Shelf::find(const std::string& id) {
    auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : &found->second;
}

std::int64_t Account::now_s() const { return std::chrono::floor<std::chrono::seconds>(clock()).time_since_epoch().count(); }

Outcome Account::find(Shelf& shelf, const std::string& id, const Params& params) {
    auto* found = shelf.find(id);
    if (!found) return missing(shelf.kind, id);
    auto copy = *found;
    expand(copy, params);
    return copy;
}

Outcome Account::expanded(Outcome outcome, const Params& params) {
    if (outcome) expand(*outcome, params);
    return outcome;
}

Outcome Account::list(Shelf& shelf, const std::string& url, const Params& params) {
    auto limit = Params::whole(params.get("limit").value_or("10"));
    if (!limit || *limit < 1 || *limit > 100) return invalid("parameter_invalid_integer", "limit must be between 1 and 100", "limit");
    auto after = params.text("starting_after"), before = params.text("ending_before");
    std::vector<std::string> newest_first(shelf.order.rbegin(), shelf.order.rend());
    auto place_of = [&](const std::string& id) { return std::find(newest_first.begin(), newest_first.end(), id); };
    for (const auto& cursor : {after, before})
        if (!cursor.empty() && place_of(cursor) == newest_first.end()) return missing(shelf.kind, cursor);
    auto begin = after.empty() ? newest_first.begin() : place_of(after) + 1;
    auto end = before.empty() ? newest_first.end() : place_of(before);
    boost::json::array data;
    bool has_more = false;
    for (auto at = begin; at < end; ++at) {
        const auto& object = shelf.by_id[*at];
        if (!fits(object, params)) continue;
        if (std::int64_t(data.size()) == *limit) {
            has_more = true;
            break;
        }
        data.emplace_back(object);
    }
    return Object{{"object", "list"}, {"data", std::move(data)}, {"has_more", has_more}, {"url", url}};
}

void Account::expand(Object& object, const Params& params) {
    for (const auto& path : params.list("expand")) expand_path(object, path);
}

/// "payment_intent.latest_charge": what is on the way is expanded, too.
void Account::expand_path(Object& object, const std::string& path) {
    auto dot = path.find('.');
    auto member = path.substr(0, dot);
    auto* shelf = member == "latest_charge" || member == "charge" ? &charges : member == "payment_intent" ? &intents : member == "review" ? &reviews : nullptr;
    if (!shelf) return;
    if (auto* found = shelf->find(text_of(object, member))) object[member] = *found;
    if (dot != std::string::npos && object[member].is_object()) expand_path(object[member].as_object(), path.substr(dot + 1));
}

bool Account::knows_secret(const std::string& intent, const std::string& client_secret) {
    auto* found = intents.find(intent);
    return found && !client_secret.empty() && text_of(*found, "client_secret") == client_secret;
}

void Account::emit(const std::string& type, const Object& object) { emit_update(type, object, {}); }

void Account::emit_update(const std::string& type, const Object& object, Object previous) {
    Object data{{"object", object}};
    if (!previous.empty()) data["previous_attributes"] = std::move(previous);
    auto or_null = [](const std::string& text) { return text.empty() ? boost::json::value(nullptr) : boost::json::value(text); };
    const auto& event = events.add({{"id", ids.next("evt_")},
                                    {"object", "event"},
                                    {"api_version", api_version},
                                    {"created", now_s()},
                                    {"data", std::move(data)},
                                    {"livemode", false},
                                    {"pending_webhooks", 1},
                                    {"request", Object{{"id", or_null(call.request_id)}, {"idempotency_key", or_null(call.idempotency_key)}}},
                                    {"type", type}});
    tell_(event);
}

}  // namespace vitrine::simulators::stripe
