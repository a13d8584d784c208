// One order at one supplier's order API: asked once, however often an answer is lost.
#include <boost/json.hpp>

#include "io/crypto/seal.h"
#include "io/http/message.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "io/web/guarded.h"
#include "modules/stores/api.h"
#include "modules/suppliers/settings.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

namespace json = boost::json;
constexpr int longest_answer_ms = 30'000;
constexpr size_t largest_answer_bytes = 64 * 1024, kept_bytes = 300;

void count(std::string_view how) { metrics::counter("vitrine_supplier_orders_total", "Orders at suppliers by how a step ended", {{"how", std::string(how)}}).add(); }

/// What is asked for. Names of protocol: docs/guides/supplier-orders.md.
struct OrderBodyLine {
    std::string stock_no, offer_id;
    std::int64_t quantity = 1;
    Money cost;
};
SHAPE(OrderBodyLine, stock_no, offer_id, quantity, cost)
struct OrderBody {
    std::string reference;
    std::vector<OrderBodyLine> lines;
};
SHAPE(OrderBody, reference, lines)

/// What people may read of an answer.
std::string kept(std::string text) {
    if (text.size() > kept_bytes) text.resize(kept_bytes);
    while (!is_utf8(text)) text.pop_back();
    std::erase(text, '\0');
    return text;
}

/// The supplier's number of an order: "id" of the answer, or of the first of its "orders".
std::string number_in(const std::string& body) {
    boost::system::error_code fault;
    auto value = json::parse(body, fault);
    if (fault || !value.is_object()) return {};
    const auto* from = &value.as_object();
    if (auto* list = from->if_contains("orders"); list && list->is_array()) {
        if (list->as_array().empty() || !list->as_array()[0].is_object()) return {};
        from = &list->as_array()[0].as_object();
    }
    auto* id = from->if_contains("id");
    return id && id->is_string() && id->as_string().size() <= 120 ? std::string(id->as_string()) : std::string();
}

struct Desk {
    App& app;
    const jobs::Attempt& attempt;
    SubmissionRow row;
    OrderApiRow api;

    Task<web::Answer> call(std::string method, std::string path, std::string body = {}) const {
        web::Request request{.method = std::move(method), .url = api.url + path, .timeout_ms = longest_answer_ms, .answer_limit_bytes = largest_answer_bytes};
        if (api.secrets) {
            auto text = crypto::unseal(app.config.master_key, feed_secret_purpose, api.secrets->value);
            auto headers = text ? read_json<std::map<std::string, std::string>>(*text) : Result<std::map<std::string, std::string>>(refuse(no_order_api));
            if (!headers) throw std::runtime_error("the secrets of a supplier's order API do not open with this master_key");
            for (const auto& [name, value] : *headers) request.headers.emplace_back(name, value);
        }
        request.headers.emplace_back("Idempotency-Key", row.id.text());
        request.headers.emplace_back("Content-Type", "application/json");
        request.headers.emplace_back("User-Agent", "Vitrine-Orders/1");
        request.body = std::move(body);
        auto sent = web::send_guarded_into(app.loop, std::move(request), may_reach_private(app.config, *app.stores->known(attempt.ctx.store)), "suppliers", {});
        co_return co_await std::move(sent);
    }

    /// Moves it and writes down what was done. The job ends with it unless `goes_on`.
    Task<bool> move(std::string_view verb, std::string what, const web::Answer& answer, std::string ref, std::string why, bool goes_on) {
        auto* step = rules::submission_life.find(row.state, verb);
        if (!step) throw std::logic_error("a supplier order cannot " + std::string(verb));
        auto said = answer.outcome == web::Outcome::answered ? kept(answer.body) : answer.error;
        auto detail = answer.outcome == web::Outcome::answered ? "The supplier answered " + std::to_string(answer.status) + "." : said;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            auto moved = co_await tx.ask(sql::move_submission(row.id, row.state, step->to, ref, why, why.empty() ? "" : detail, verb == "ask", clock_now()));
            if (moved == 1 && verb != "ask") tx.send(sql::log_submission(row.id, clock_now(), what, answer.status, said));
            if (moved == 1 && rules::wants_attention(step->to)) {
                auto order = orders::OrderId::parse(row.order_ref);
                if (order) orders::tell(tx, *order, {"supplier", "The supplier's side of this order needs attention: " + why, false});
            }
            if (!goes_on) attempt.finish(tx);
            co_return moved == 1;
        };
        auto moved = co_await app.db.transaction(attempt.ctx, body);
        if (*moved) {
            row.state = step->to;
            if (verb != "ask") count(shape_name(step->to));
            if (rules::wants_attention(step->to)) log::warn("suppliers.order_needs_attention", {{"submission", row.id.text()}, {"why", why}});
        }
        co_return *moved;
    }

    /// An answer to asking or looking: ends the job, or throws so that it comes again later.
    Task<void> conclude(std::string what, const web::Answer& answer) {
        bool is_last = attempt.job.attempt >= submit_options.attempts;
        switch (rules::answer_of(answer)) {
            case rules::OrderAnswer::accepted: {
                auto ref = number_in(answer.body);
                if (!ref.empty()) {
                    co_await move("accept", what, answer, ref, "", false);
                    co_return;
                }
                co_await move("refuse", what, answer, "", "no_number", false);   // taken, perhaps, and nobody can say what it is called
                co_return;
            }
            case rules::OrderAnswer::refused: co_await move("refuse", what, answer, "", answer.status == 409 ? "not_available" : "not_understood", false); co_return;
            case rules::OrderAnswer::again:
                if (is_last) co_await move("give_up", what, answer, "", "no_answer", false);
                else co_await move("again", what, answer, "", "no_answer", true);
                break;
            case rules::OrderAnswer::lost:
                if (is_last) co_await move("give_up", what, answer, "", "lost_answer", false);
                break;
        }
        if (!is_last) throw std::runtime_error("the supplier did not answer");
    }

    /// Where an answer was lost the supplier knows whether he took it. Nothing: he did not.
    Task<std::optional<web::Answer>> look() {
        auto answer = co_await call("GET", "/orders?reference=" + http::percent_encode(row.id.text()));
        bool is_told = answer.outcome == web::Outcome::answered && answer.status == 200;
        if (is_told && number_in(answer.body).empty()) co_return std::nullopt;
        if (answer.outcome == web::Outcome::answered && answer.status == 404) co_return std::nullopt;
        co_return answer;
    }

    Task<void> ask() {
        if (row.state == SubmissionState::unclear) {
            auto known = co_await look();
            if (known) {
                co_await conclude("looked", *known);
                co_return;
            }
        } else if (!co_await move("ask", "asked", {}, "", "", true)) {
            co_return;
        }
        auto lines = co_await app.db.read(attempt.ctx, sql::submission_lines(row.id));
        OrderBody body{row.id.text(), {}};
        for (const auto& line : lines) body.lines.push_back({line.code, line.offer_ref, line.quantity, {line.cost_minor, *Currency::parse(line.cost_currency)}});
        auto answer = co_await call("POST", "/orders", to_json(body));
        co_await conclude("asked", answer);
    }

    Task<void> cancel() {
        if (row.supplier_ref.empty()) {
            auto known = co_await look();
            if (!known) {
                co_await move("cancel", "looked", {}, "", "", false);
                co_return;
            }
            row.supplier_ref = number_in(known->body);
            if (row.supplier_ref.empty()) throw std::runtime_error("the supplier did not answer");
        }
        auto answer = co_await call("POST", "/orders/" + http::percent_encode(row.supplier_ref) + "/cancellation", "{}");
        bool is_done = answer.outcome == web::Outcome::answered && ((answer.status >= 200 && answer.status < 300) || answer.status == 404 || answer.status == 410);
        bool is_no = answer.outcome == web::Outcome::answered && answer.status >= 400 && answer.status < 500 && answer.status != 408 && answer.status != 429;
        bool is_last = attempt.job.attempt >= submit_options.attempts;
        if (is_done) co_await move("cancel", "cancelled", answer, row.supplier_ref, "", false);
        else if (is_no || is_last) co_await move("give_up", "cancelled", answer, row.supplier_ref, is_no ? "too_late" : "no_answer", false);
        else throw std::runtime_error("the supplier did not answer");
    }
};

}  // namespace

rules::OrderAnswer rules::answer_of(const web::Answer& answer) {
    if (answer.outcome == web::Outcome::not_sent) return OrderAnswer::again;
    if (answer.outcome == web::Outcome::unknown) return OrderAnswer::lost;
    if (answer.status >= 200 && answer.status < 300) return OrderAnswer::accepted;
    if (answer.status == 429 || answer.status == 503) return OrderAnswer::again;       // said before any work
    if (answer.status == 408 || answer.status >= 500) return OrderAnswer::lost;        // in the middle of it
    return OrderAnswer::refused;
}

Task<void> submit_order(App& app, const jobs::Attempt& attempt, const SubmitOrder& what) {
    auto row = co_await app.db.read(attempt.ctx, sql::find_submission(what.submission));
    bool is_open = row && (row->state == SubmissionState::waiting || row->state == SubmissionState::unclear || row->state == SubmissionState::cancelling);
    if (!is_open) co_return;
    auto api = co_await app.db.read(attempt.ctx, sql::read_order_api(row->supplier));
    Desk desk{app, attempt, std::move(*row), api ? std::move(*api) : OrderApiRow{.is_on = false}};
    if (!desk.api.is_on) {
        web::Answer nobody{.error = "This supplier is not ordered from over an API: order by hand, then settle."};
        co_await desk.move("give_up", "asked", nobody, "", "no_order_api", false);
        co_return;
    }
    if (desk.row.state == SubmissionState::cancelling) co_await desk.cancel();
    else co_await desk.ask();
}

}  // namespace vitrine::suppliers
