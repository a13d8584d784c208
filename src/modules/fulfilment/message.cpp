// What couriers tell: kept as it came, answered at once, and only a hint: a job asks the courier where the parcel is.
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/fulfilment/message.h"

namespace vitrine::fulfilment {
namespace {

void count(const shipping::Courier& courier, std::string outcome) {
    auto counter = metrics::counter("vitrine_courier_messages_total", "Messages of couriers by how they were taken", {{"courier", std::string(courier.code())}, {"outcome", std::move(outcome)}});
    counter.add();
}

/// The store whose address the message came to.
StoreId store_of(const App& app, const Ctx& ctx, const http::Request& request) {
    if (!ctx.store.is_nil()) return ctx.store;
    auto store = app.stores ? app.stores->by_host(request.header("host")) : nullptr;
    return store ? store->id : StoreId{};
}

struct Outcome {
    std::string state;
    std::optional<std::string> note;
};

Task<Outcome> act(App& app, Ctx ctx, const sql::MessageRow& message, int attempt) {
    constexpr int patience = 6;   // tries: how long a waybill may take to become visible
    auto parcel = co_await app.db.read(ctx, sql::by_waybill(message.courier, message.awb));
    if (!parcel && attempt < patience) throw std::runtime_error("the parcel of this message is not visible yet");
    if (!parcel) co_return Outcome{"ignored", "not one of our parcels"};
    auto seen = co_await look(app, ctx, *parcel);
    if (!seen && seen.error().code == courier_unreachable.code) throw std::runtime_error("the courier does not say where the parcel is");
    if (!seen) co_return Outcome{"quarantined", seen.error().code};
    co_return Outcome{"done", std::nullopt};
}

}  // namespace

const shipping::Courier* courier_of_webhook(std::string_view name) {
    for (const auto* courier : shipping::couriers())
        if (!name.empty() && courier->declaration().webhook_name == name) return courier;
    return nullptr;
}

Task<Result<http::Response>> receive_message(App& app, Ctx ctx, const shipping::Courier& courier, const http::Request& request) {
    ctx.store = store_of(app, ctx, request);
    if (ctx.store.is_nil()) co_return refuse(refusals::not_found);
    ctx.role = Role::worker;
    ctx.actor = "webhook:" + std::string(courier.code());
    auto tables = co_await shipping::load_tables(app.db, ctx);
    auto account = shipping::account_of(app, ctx.store, *tables, courier);
    auto news = courier.read_webhook(account.values, request);
    if (!news) {
        count(courier, "bad_token");
        co_return refuse(std::move(news.error()));
    }
    auto state = news->is_readable ? std::string("received") : std::string("quarantined");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto code = std::string(courier.code());
        auto note = news->is_readable ? std::nullopt : std::optional<std::string>("not readable");
        auto added = co_await tx.ask(sql::receive_message(code, news->event, news->awb, news->words, pg::Bytes{request.body}, state, note, tx.ctx().now));
        if (added == 1 && news->is_readable) jobs::later(tx, std::string(message_job), news->awb, tx.ctx().now, OneMessage{code, news->event});
        co_return added == 1;
    };
    auto is_new = co_await app.db.transaction(ctx, body);
    if (!is_new) co_return refuse(std::move(is_new.error()));
    count(courier, *is_new ? state : "duplicate");
    co_return http::json_text("{\"status\":\"ok\"}");   // exactly 200: what Shiprocket asks for
}

Task<void> work_message(App& app, const jobs::Attempt& attempt, const OneMessage& what) {
    auto ctx = attempt.ctx;
    auto message = co_await app.db.read(ctx, sql::message(what.courier, what.event));
    std::optional<Outcome> outcome;
    if (message && message->state == "received") outcome = co_await act(app, ctx, *message, attempt.job.attempt);
    if (outcome && outcome->state == "quarantined") log::error("fulfilment.message_quarantined", {{"event", what.event}, {"note", outcome->note.value_or("")}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (outcome) tx.send(sql::close_message(what.courier, what.event, outcome->state, outcome->note, ctx.now));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::fulfilment
