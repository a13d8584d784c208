#include "simulators/razorpay/api.h"

#include "simulators/framework/base64.h"

namespace vitrine::simulators::razorpay {
namespace {

std::vector<std::string> parts_of(std::string_view path) {
    std::vector<std::string> out;
    if (path.starts_with("/v1/")) path.remove_prefix(4);
    while (!path.empty()) {
        auto slash = std::min(path.find('/'), path.size());
        out.emplace_back(path.substr(0, slash));
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return out;
}

bool is_authorized(const std::string& header, const Keys& keys) {
    if (!header.starts_with("Basic ")) return false;
    return base64_decode(std::string_view(header).substr(6)) == keys.id + ":" + keys.secret;
}

Reply to_reply(Outcome outcome) {
    if (outcome) return {200, std::move(*outcome)};
    return {outcome.error().status, error_body(outcome.error())};
}

Outcome change_notes(Account& account, const std::string& order, const Object& body) {
    auto* found = account.orders.find(order);
    if (!found) return unknown_id();
    if (!body.if_contains("notes")) return invalid("The notes field is required.", "notes");
    (*found)["notes"] = body.at("notes");
    return Account::show(account.orders, order);
}

}  // namespace

std::string Api::name_of(const Call& call) {
    auto path = parts_of(call.path);
    bool is_post = call.method == "POST";
    if (path.empty()) return "unknown";
    const auto &kind = path[0], &verb = path.size() > 2 ? path[2] : std::string();
    if (kind == "orders" && path.size() == 1) return is_post ? "orders.create" : "orders.list";
    if (kind == "orders" && path.size() == 2) return call.method == "PATCH" ? "orders.edit" : "orders.fetch";
    if (kind == "orders" && path.size() == 3 && verb == "payments") return "orders.payments";
    if (kind == "payments" && path.size() == 1) return "payments.list";
    if (kind == "payments" && path.size() == 2) return "payments.fetch";
    if (kind == "payments" && path.size() == 3 && verb == "capture") return "payments.capture";
    if (kind == "payments" && path.size() == 3 && verb == "refund") return "refunds.create";
    if (kind == "payments" && path.size() == 3 && verb == "refunds") return "refunds.of_payment";
    if ((kind == "payments" && path.size() == 4 && verb == "refunds") || (kind == "refunds" && path.size() == 2)) return "refunds.fetch";
    if (kind == "disputes" && path.size() == 2) return "disputes.fetch";
    if (kind == "disputes" && path.size() == 3 && verb == "contest" && call.method == "PATCH") return "disputes.contest";
    return "unknown";
}

Reply Api::failure(int status) {
    Error error;
    error.status = status;
    error.code = status == 429 ? "BAD_REQUEST_ERROR" : status == 502 || status == 504 ? "GATEWAY_ERROR" : "SERVER_ERROR";
    error.description = status == 429 ? "Too many requests" : "The simulator was told to fail here.";
    error.reason = status == 429 ? "rate_limit_exceeded" : "server_error";
    return {status, error_body(error)};
}

Reply Api::answer(const Call& call) {
    if (!is_authorized(call.authorization, keys_)) {
        Error error;
        error.status = 401;
        error.description = "Authentication failed";
        error.reason = "NA";
        return {401, error_body(error)};
    }
    Object body;
    if (!call.body.empty()) {
        boost::system::error_code fault;
        auto parsed = boost::json::parse(call.body, fault);
        if (fault || !parsed.is_object()) return to_reply(invalid("The request body is not valid JSON"));
        body = parsed.as_object();
    }
    auto name = name_of(call);
    bool has_key = name == "refunds.create" && !call.idempotency_key.empty();
    if (has_key) {
        if (call.idempotency_key.size() < 10) return to_reply(invalid("The idempotency key must have at least 10 characters"));
        auto asked = call.path + call.body;
        if (auto known = kept_.find(call.idempotency_key); known != kept_.end()) {
            if (known->second.asked == asked) return known->second.reply;
            return to_reply(invalid("Different request body for the same Idempotency Header"));
        }
        auto reply = to_reply(work(name, parts_of(call.path), call, body));
        if (reply.status == 200) kept_[call.idempotency_key] = {asked, reply};
        return reply;
    }
    return to_reply(work(name, parts_of(call.path), call, body));
}

Outcome Api::work(const std::string& name, const std::vector<std::string>& path, const Call& call, const Object& body) {
    if (name == "orders.create") return account_.create_order(body);
    if (name == "orders.list") return account_.list_orders(call.query);
    if (name == "orders.fetch") return Account::show(account_.orders, path[1]);
    if (name == "orders.edit") return change_notes(account_, path[1], body);
    if (name == "orders.payments") return account_.payments_of(path[1]);
    if (name == "payments.list") return account_.list_payments(call.query);
    if (name == "payments.fetch") return Account::show(account_.payments, path[1]);
    if (name == "payments.capture") return account_.capture(path[1], body);
    if (name == "refunds.create") return account_.refund(path[1], body);
    if (name == "refunds.of_payment") return account_.refunds_of(path[1]);
    if (name == "refunds.fetch") return path.size() == 4 ? account_.refund_of(path[1], path[3]) : Account::show(account_.refunds, path[1]);
    if (name == "disputes.fetch") return Account::show(account_.disputes, path[1]);
    if (name == "disputes.contest") return account_.contest_dispute(path[1], body);
    Error error;
    error.status = 404;
    error.description = "The requested URL was not found on the server.";
    return std::unexpected(std::move(error));
}

}  // namespace vitrine::simulators::razorpay
