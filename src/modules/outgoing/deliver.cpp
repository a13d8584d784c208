#include "core/card_number.h"
#include "core/check.h"
#include "io/crypto/seal.h"
#include "io/telemetry/metrics.h"
#include "io/web/guarded.h"
#include "modules/outgoing/rules.h"
#include "modules/outgoing/settings.h"
#include "modules/outgoing/signature.h"
#include "modules/outgoing/sql.h"

namespace vitrine::outgoing {
namespace {

constexpr int longest_answer_ms = 15'000;
constexpr size_t largest_answer_bytes = 64 * 1024, kept_answer_bytes = 500;

struct Aim {
    DeliveryRow delivery;
    EndpointRow endpoint;
};

void count(std::string_view how) {
    metrics::counter("vitrine_webhooks_sent_total", "Attempts at outgoing webhooks by how they ended", {{"how", std::string(how)}}).add();
}

/// What people may read of an answer: short, whole characters, nothing that looks like a card's number.
std::string kept(std::string text) {
    if (text.size() > kept_answer_bytes) text.resize(kept_answer_bytes);
    while (!is_utf8(text)) text.pop_back();
    std::erase(text, '\0');
    return holds_card_number(text) ? std::string() : text;
}

std::vector<std::string> secrets_of(const App& app, const EndpointRow& endpoint, Instant now) {
    std::vector<std::string> secrets;
    auto open = [&](const pg::Bytes& sealed) {
        auto secret = crypto::unseal(app.config.master_key, secret_purpose, sealed.value);
        if (!secret) throw std::runtime_error("the endpoint's secret does not open with this master_key");
        secrets.push_back(std::move(*secret));
    };
    open(endpoint.secret);
    if (endpoint.previous_secret && endpoint.previous_until && *endpoint.previous_until > now) open(*endpoint.previous_secret);
    return secrets;
}

/// What is to be sent where; nothing where there is nothing to send any more, which is written down.
Task<std::optional<Aim>> take_aim(App& app, const jobs::Attempt& attempt, DeliveryId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<Aim>>> {
        auto delivery = co_await tx.ask(sql::find_delivery(id));
        auto endpoint = delivery ? co_await tx.ask(sql::find_endpoint(delivery->endpoint)) : std::nullopt;
        bool is_over = !delivery || delivery->state == DeliveryState::delivered || delivery->state == DeliveryState::skipped;
        bool is_wanted = endpoint && endpoint->state == EndpointState::enabled;
        if (is_over || !is_wanted) {
            if (!is_over) tx.send(sql::end_delivery(id, DeliveryState::skipped, attempt.ctx.now));
            attempt.finish(tx);
            co_return std::nullopt;
        }
        co_return Aim{std::move(*delivery), std::move(*endpoint)};
    };
    auto aim = co_await app.db.transaction(attempt.ctx, body);
    co_return *aim;
}

/// With the circuit open one attempt at a time finds out whether the endpoint is back.
Task<bool> may_call(App& app, const jobs::Attempt& attempt, const EndpointRow& endpoint) {
    if (endpoint.failures_in_row < rules::failures_that_open) co_return true;
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        co_return co_await tx.ask(sql::admit(endpoint.id, attempt.ctx.now, attempt.ctx.now + std::chrono::milliseconds(2 * longest_answer_ms)));
    };
    auto admitted = co_await app.db.transaction(attempt.ctx, body);
    co_return *admitted > 0;
}

Task<web::Answer> call(App& app, const Aim& aim, const stores::Store& store, Instant now) {
    web::Request request{.method = "POST", .url = aim.endpoint.url, .timeout_ms = longest_answer_ms, .answer_limit_bytes = largest_answer_bytes};
    request.headers = signed_headers(secrets_of(app, aim.endpoint, now), aim.delivery.event.text(), now, aim.delivery.body);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("User-Agent", "Vitrine-Webhooks/1");
    request.body = aim.delivery.body;
    auto sent = web::send_guarded(app.loop, std::move(request), may_reach_private(app.config, store));
    co_return co_await std::move(sent);
}

struct Attempted {
    std::int64_t status = 0, took_ms = 0;
    std::string error, answer;
    rules::Verdict verdict = rules::Verdict::again;
};

Attempted told_by(web::Answer answer, std::int64_t took_ms) {
    Attempted out{.took_ms = took_ms, .verdict = rules::judge(answer)};
    bool is_answered = answer.outcome == web::Outcome::answered;
    if (is_answered) out.status = answer.status;
    out.error = is_answered ? (out.verdict == rules::Verdict::delivered ? "" : "answered " + std::to_string(answer.status)) : answer.error;
    out.answer = kept(std::move(answer.body));
    return out;
}

/// Writes the attempt down, and what follows from it.
Task<void> write_down(App& app, const jobs::Attempt& attempt, const Aim& aim, const Attempted& what, bool is_counted) {
    bool is_last = attempt.job.attempt >= deliver_options.attempts;
    auto now = attempt.ctx.now;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (is_counted) tx.send(sql::add_attempt(aim.delivery.id, clock_now(), what.status, what.took_ms, what.error, what.answer));
        switch (what.verdict) {
            case rules::Verdict::delivered:
                tx.send(sql::end_delivery(aim.delivery.id, DeliveryState::delivered, now));
                if (aim.endpoint.failures_in_row > 0) tx.send(sql::close_circuit(aim.endpoint.id));
                attempt.finish(tx);
                break;
            case rules::Verdict::gone:
                tx.send(sql::end_delivery(aim.delivery.id, DeliveryState::skipped, now));
                tx.send(sql::pause_endpoint(aim.endpoint.id));
                attempt.finish(tx);
                break;
            case rules::Verdict::again:
                if (is_counted) {
                    auto failures = co_await tx.ask(sql::note_failure(aim.endpoint.id));
                    auto pause = rules::open_for(failures.value_or(0));
                    if (pause) tx.send(sql::open_circuit(aim.endpoint.id, now + *pause));
                }
                if (is_last) tx.send(sql::end_delivery(aim.delivery.id, DeliveryState::failed, now));
                break;
        }
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace

Task<void> deliver(App& app, const jobs::Attempt& attempt, const DeliverEvent& in) {
    auto store = app.stores->known(attempt.ctx.store);
    auto taken = take_aim(app, attempt, in.delivery);
    auto aim = co_await std::move(taken);
    if (!aim) co_return;
    bool is_admitted = co_await may_call(app, attempt, aim->endpoint);
    Attempted what{.error = "the circuit of this endpoint is open"};
    if (is_admitted) {
        auto began = std::chrono::steady_clock::now();
        auto sent = call(app, *aim, *store, clock_now());  // outside any transaction
        auto answer = co_await std::move(sent);
        what = told_by(std::move(answer), std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count());
    }
    count(!is_admitted ? "circuit_open" : what.verdict == rules::Verdict::delivered ? "delivered" : "failed");
    auto written = write_down(app, attempt, *aim, what, is_admitted);
    co_await std::move(written);
    if (what.verdict == rules::Verdict::again) throw std::runtime_error(what.error);
}

}  // namespace vitrine::outgoing
