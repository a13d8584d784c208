// Orders and their lists (razorpay.com/docs/api/orders).
#include "simulators/razorpay/account.h"

#include <algorithm>
#include <charconv>

namespace vitrine::simulators::razorpay {
namespace {

constexpr std::int64_t most_listed = 100, listed_unless_asked = 10;
constexpr size_t longest_receipt = 40, most_notes = 15, longest_note = 256;

std::int64_t whole(const std::map<std::string, std::string>& query, const std::string& name, std::int64_t otherwise) {
    auto found = query.find(name);
    std::int64_t value = otherwise;
    if (found != query.end()) std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

boost::json::array page(const std::vector<Object>& newest_first, const std::map<std::string, std::string>& query) {
    auto count = std::clamp<std::int64_t>(whole(query, "count", listed_unless_asked), 1, most_listed), skip = std::max<std::int64_t>(0, whole(query, "skip", 0));
    boost::json::array out;
    for (auto at = size_t(skip); at < newest_first.size() && std::int64_t(out.size()) < count; ++at) out.emplace_back(newest_first[at]);
    return out;
}

std::optional<Error> note_fault(const Object& body) {
    const auto* notes = body.if_contains("notes");
    if (!notes || !notes->is_object()) return {};
    bool is_long = std::ranges::any_of(notes->get_object(), [](const auto& note) { return note.value().is_string() && note.value().get_string().size() > longest_note; });
    if (notes->get_object().size() <= most_notes && !is_long) return {};
    return invalid("The notes field may have at most 15 entries of at most 256 characters", "notes").error();
}

std::string capture_of(const Object& body) {
    const auto* payment = body.if_contains("payment");
    const auto* capture = payment && payment->is_object() ? payment->get_object().if_contains("capture") : nullptr;
    return capture && capture->is_string() ? std::string(capture->get_string()) : "automatic";
}

}  // namespace

Object& Shelf::add(Object object) {
    std::string id(object.at("id").as_string());
    order.push_back(id);
    return by_id[id] = std::move(object);
}

Object* Shelf::find(const std::string& id) {
    auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : &found->second;
}

Object collection(boost::json::array items) {
    auto count = items.size();
    return {{"entity", "collection"}, {"count", count}, {"items", std::move(items)}};
}

std::int64_t Account::now_s() const { return std::chrono::floor<std::chrono::seconds>(clock_()).time_since_epoch().count(); }

Outcome Account::show(Shelf& shelf, const std::string& id) {
    auto* found = shelf.find(id);
    if (!found) return unknown_id();
    auto copy = *found;
    copy.erase("_capture");
    return copy;
}

Outcome Account::create_order(const Object& body) {
    const auto *amount = body.if_contains("amount"), *currency = body.if_contains("currency"), *receipt = body.if_contains("receipt");
    if (!amount || !amount->is_int64()) return invalid("The amount field is required.", "amount");
    if (amount->get_int64() < 100) return invalid("Order amount less than minimum amount allowed", "amount");
    if (!currency || !currency->is_string() || currency->get_string().size() != 3) return invalid("The currency field is required.", "currency");
    if (receipt && receipt->is_string() && receipt->get_string().size() > longest_receipt) return invalid("The receipt may not be greater than 40 characters.", "receipt");
    if (auto fault = note_fault(body)) return std::unexpected(*fault);
    auto made = orders.add({{"id", ids_.next("order_", 14)},
                            {"entity", "order"},
                            {"amount", *amount},
                            {"amount_paid", 0},
                            {"amount_due", *amount},
                            {"currency", *currency},
                            {"receipt", receipt ? *receipt : boost::json::value(nullptr)},
                            {"offer_id", nullptr},
                            {"status", "created"},
                            {"attempts", 0},
                            {"notes", body.if_contains("notes") ? body.at("notes") : boost::json::value(boost::json::array{})},
                            {"created_at", now_s()},
                            {"_capture", capture_of(body)}});
    made.erase("_capture");
    return made;
}

Outcome Account::list_orders(const std::map<std::string, std::string>& query) {
    auto receipt = query.find("receipt");
    bool wants_payments = std::ranges::any_of(query, [](const auto& asked) { return asked.first.starts_with("expand[") && asked.second == "payments"; });
    std::vector<Object> found;
    for (auto id = orders.order.rbegin(); id != orders.order.rend(); ++id) {
        auto order = *show(orders, *id);
        if (receipt != query.end() && text_of(order, "receipt") != receipt->second) continue;
        if (wants_payments) order["payments"] = *payments_of(*id);
        found.push_back(std::move(order));
    }
    return collection(page(found, query));
}

Outcome Account::payments_of(const std::string& order) {
    if (!orders.find(order)) return unknown_id();
    boost::json::array out;
    for (auto id = payments.order.rbegin(); id != payments.order.rend(); ++id)
        if (text_of(*payments.find(*id), "order_id") == order) out.emplace_back(*show(payments, *id));
    return collection(std::move(out));
}

Outcome Account::list_payments(const std::map<std::string, std::string>& query) {
    std::vector<Object> found;
    for (auto id = payments.order.rbegin(); id != payments.order.rend(); ++id) found.push_back(*payments.find(*id));
    return collection(page(found, query));
}

}  // namespace vitrine::simulators::razorpay
