#include "modules/notices/send.h"

#include "core/check.h"
#include "io/telemetry/metrics.h"
#include "modules/notices/means.h"
#include "modules/notices/sql.h"
#include "modules/orders/api.h"

namespace vitrine::notices {
namespace {

void count(Channel channel, std::string_view how) {
    metrics::counter("vitrine_notices_total", "Notices by channel and how they ended", {{"channel", std::string(shape_name(channel))}, {"how", std::string(how)}}).add();
}

/// Moves it by the table, in the transaction that holds its lock.
void move_on(pg::Tx& tx, const NoticeRow& row, std::string_view verb, std::string why = {}) {
    const auto* allowed = rules::life.find(row.state, verb);
    check(allowed != nullptr, "a notice moves by its table");
    tx.send(sql::move_notice(row.id, row.state, allowed->to, why, tx.ctx().now));
}

/// Why there is nothing to be said any more: of an abandoned cart, when it was edited meanwhile, or its owner has bought by another way.
Task<std::string> why_over(pg::Tx& tx, const NoticeRow& row) {
    auto facts = read_json<Facts>(row.facts.text);
    if (!facts || !facts->cart) co_return "";
    auto quiet = co_await tx.ask(carts::is_left_alone(facts->cart->cart, facts->cart->version));
    if (!quiet) co_return "the cart is not as it was left";
    auto email = Email::parse(row.recipient);
    if (!email) co_return "";
    bool has_bought = co_await tx.ask(orders::ordered_since(*email, quiet->since));
    co_return has_bought ? "the reader has ordered since" : "";
}

/// Why nothing may go to this reader by now: preferences and closed addresses may have changed since it was written.
Task<std::string> objection(pg::Tx& tx, const Stage& stage, const NoticeRow& row, const Settings& settings, const Means& means) {
    rules::Reader reader;
    auto key = rules::address_key(row.channel, row.recipient);
    if (row.channel == Channel::mail) reader.email = Email::parse(row.recipient);
    else reader.phone = Phone::parse(row.recipient);
    if (!reader.email && !reader.phone) co_return "this is no address";
    auto suppressed = tx.queue(sql::find_suppressed({row.channel}, {key}));
    auto preferences = tx.queue(sql::find_preferences(row.preferences_of));
    co_await tx.flush();
    reader.suppressed = *suppressed;
    if (*preferences) reader.preferences.off = (*preferences)->switched_off;
    co_return rules::why_not(stage, row.channel, reader, settings, {means.has(Channel::mail), means.has(Channel::sms)});
}

/// What came of taking a notice up: the row as it is being sent, or nothing where there is nothing to send now.
Task<std::optional<NoticeRow>> take_up(App& app, const jobs::Attempt& attempt, NoticeId id, const Stationery& stationery) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::optional<NoticeRow>>> {
        auto row = co_await tx.ask(sql::lock_notice(id));
        const auto* stage = row ? find_stage(row->stage) : nullptr;
        if (!stage || (row->state != State::queued && row->state != State::sending)) {
            attempt.finish(tx);
            co_return std::nullopt;
        }
        auto due = rules::due_of(*stage, stationery.settings.quiet_hours, row->channel, *stationery.head.zone, attempt.ctx.now);
        if (due > attempt.ctx.now && row->state == State::queued) {
            send_later(tx, row->id, row->subject, row->channel, row->recipient, due);
            attempt.finish(tx);
            co_return std::nullopt;
        }
        auto why = co_await objection(tx, *stage, *row, stationery.settings, stationery.means);
        if (why.empty()) why = co_await why_over(tx, *row);
        if (!why.empty()) {
            move_on(tx, *row, "suppress", why);
            attempt.finish(tx);
            co_return std::nullopt;
        }
        move_on(tx, *row, "start");
        row->state = State::sending;
        co_return row;
    };
    auto taken = co_await app.db.transaction(attempt.ctx, body);
    co_return *taken;
}

Task<mail::Delivery> hand_over(App& app, const NoticeRow& row, const Stationery& stationery, const Rendered& rendered) {
    auto reference = row.id.text() + "-" + std::to_string(row.edition);
    if (row.channel == Channel::sms) {
        auto sent = send_sms(app.web, stationery.means.sms, {reference, rules::address_key(Channel::sms, row.recipient), rendered.sms});
        co_return co_await std::move(sent);
    }
    const auto& from = *stationery.means.from;
    auto message = message_of(app.config, row, stationery, rendered, reference);
    auto bytes = mail::compose(message);
    auto sent = mail::send(app.loop, stationery.means.mail, from.str(), row.recipient, std::move(bytes));
    co_return co_await std::move(sent);
}

/// Writes the end down. Gives whether it has to be tried again.
Task<bool> write_down(App& app, const jobs::Attempt& attempt, const NoticeRow& row, const mail::Delivery& delivery) {
    using mail::Fate;
    bool is_last = attempt.job.attempt >= send_options.attempts;
    bool tries_again = (delivery.fate == Fate::later || delivery.fate == Fate::unknown) && !is_last;
    bool is_dead = row.channel == Channel::mail && delivery.fate == Fate::refused && rules::is_dead_address(delivery.code, delivery.said, delivery.is_about_recipient);
    std::string_view verb = delivery.fate == Fate::accepted ? "succeed" : tries_again ? "try_later" : is_dead ? "bounce" : "fail";
    auto words = delivery.fate == Fate::accepted ? std::string() : without_card_number(delivery.said);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        move_on(tx, row, verb, words);
        if (is_dead) tx.send(sql::add_suppression(row.channel, rules::address_key(row.channel, row.recipient), SuppressionReason::bounced, words));
        if (!tries_again) attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
    count(row.channel, verb);
    co_return tries_again;
}

constexpr int most_parked = 10'000;

/// The parked job of a notice whose sending never came to an end.
Task<std::optional<jobs::JobId>> parked_job_of(App& app, Ctx ctx, NoticeId id) {
    auto all = co_await jobs::parked(app.db, ctx, most_parked);
    for (const auto& job : all) {
        if (job.kind != send_kind) continue;
        auto payload = read_json<SendNotice>(job.payload.text);
        if (payload && payload->notice == id) co_return job.id;
    }
    co_return std::nullopt;
}

}  // namespace

Task<void> send(App& app, const jobs::Attempt& attempt, const SendNotice& in) {
    auto stationery = co_await stationery_of(app, attempt.ctx);
    auto taken = take_up(app, attempt, in.notice, stationery);
    auto row = co_await std::move(taken);
    if (!row) co_return;
    auto text = co_await text_for(app, attempt.ctx, row->stage, row->language);
    auto rendered = render_notice(app.config, *row, stationery, text);
    auto sent = hand_over(app, *row, stationery, rendered);  // outside any transaction
    auto delivery = co_await std::move(sent);
    auto written = write_down(app, attempt, *row, delivery);
    if (co_await std::move(written)) throw std::runtime_error("not handed over: code " + std::to_string(delivery.code));  // the words may name the reader, and this goes into logs
}

NoticeView view_of(const NoticeRow& row) {
    return {row.id, row.stage, row.subject, row.audience, row.channel, row.recipient, row.language, row.state, row.why, row.edition, row.attempts, row.due, row.created_at, row.sent_at, row.read_at};
}

Task<Result<NoticeView>> resend(App& app, Ctx ctx, NoticeId id) {
    auto known = co_await app.db.read(ctx, sql::find_notice(id));
    if (!known) co_return refuse(not_found);
    bool is_on_its_way = known->state == State::queued || known->state == State::sending;
    if (auto parked = is_on_its_way ? co_await parked_job_of(app, ctx, id) : std::nullopt) {
        auto back = co_await jobs::rerun(app.db, ctx, *parked);
        if (!back) co_return refuse(std::move(back.error()));
        co_return view_of(*known);
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_notice(id));
        if (!row) co_return refuse(not_found);
        if (row->channel == Channel::in_app || !rules::life.find(row->state, "resend")) co_return refuse(illegal_move, "it is on its way, or stands in the shop");
        tx.send(sql::resend_notice(id, row->state, ctx.now));
        send_later(tx, id, row->subject, row->channel, row->recipient, ctx.now);
        co_return true;
    };
    auto queued = co_await app.db.transaction(ctx, body);
    if (!queued) co_return refuse(std::move(queued.error()));
    auto row = co_await app.db.read(ctx, sql::find_notice(id));
    co_return view_of(*row);
}

}  // namespace vitrine::notices
