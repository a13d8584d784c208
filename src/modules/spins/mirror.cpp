// Fetching a turntable: a few frames at a time, each written down as soon as it is stored, until all that can be had is here; then it is judged as a whole.
#include <deque>

#include "io/loop.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/quality/api.h"
#include "modules/spins/book.h"
#include "modules/spins/fetch_frame.h"
#include "modules/spins/host_limits.h"
#include "modules/spins/judge.h"
#include "modules/spins/rules.h"
#include "modules/spins/sql.h"

namespace vitrine::spins {
namespace {

constexpr Duration longest_attempt = 20s;   ///< then the job goes on as another, so that others have their turn

/// What the lanes of one attempt share.
struct Fetching {
    App& app;
    Ctx ctx;
    SpinRow spin;
    std::deque<FrameRow> wanted;
    Instant until{};
    std::optional<Duration> patience;
    bool is_superseded = false;
    std::string fault;
    size_t lanes = 0;
    std::function<void(bool)> ended;
    bool goes_on() const { return !wanted.empty() && !patience && !is_superseded && fault.empty() && clock_now() < until; }
};

std::string host_of(std::string_view url) {
    auto begin = url.find("://");
    auto rest = begin == url.npos ? url : url.substr(begin + 3);
    return std::string(rest.substr(0, rest.find('/')));
}

/// The place at the supplier is kept until the frame is written down: so many are on their way at a time, however slow our own side is, and no more are lost with the process.
Task<void> fetch_one(Fetching& all, FrameRow frame) {
    auto host = host_of(all.spin.source);
    co_await enter(host, all.spin.at_once, all.spin.per_second);
    Place place(host);
    if (all.patience || all.is_superseded) co_return;   // meanwhile the supplier asked for patience
    auto number = frame.number;
    auto tries = frame.tries + 1;
    auto fetched = co_await fetch_frame(all.app, all.ctx, all.spin, std::move(frame));
    metrics::counter("vitrine_spin_frames_total", "Frames asked of suppliers by how it ended", {{"how", fetched.patience ? "wait" : fetched.frame->fault ? "fault" : "stored"}}).add();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stands = co_await tx.ask(sql::share_round(all.spin.product));
        if (stands != all.spin.round) co_return false;
        if (fetched.patience) tx.send(sql::count_try(all.spin.product, number, tries));
        else {
            const auto& made = *fetched.frame;
            tx.send(sql::save_frame(all.spin.product, number, made.digest, made.source_digest, made.bytes, made.width, made.height, made.brightness, tries, made.fault, made.detail));
        }
        co_return true;
    };
    auto saved = co_await all.app.db.transaction(all.ctx, body);
    if (!saved.value_or(false)) all.is_superseded = true;
    if (!fetched.patience) co_return;
    all.patience = std::max(all.patience.value_or(Duration{}), *fetched.patience);
    log::info("spins.waiting", {{"why", fetched.why}, {"frame", std::to_string(number)}});
}

Task<void> lane(std::shared_ptr<Fetching> all) {
    while (all->goes_on()) {
        auto frame = std::move(all->wanted.front());
        all->wanted.pop_front();
        try {
            co_await fetch_one(*all, std::move(frame));
        } catch (const std::exception& why) {
            all->fault = why.what();
        }
    }
    if (--all->lanes == 0 && all->ended) all->ended(true);
}

Task<void> fetch_all(std::shared_ptr<Fetching> all) {
    all->lanes = std::min(size_t(all->spin.at_once), all->wanted.size());
    if (all->lanes == 0) co_return;
    auto wait = suspend<bool>([&](auto done) {
        auto count = all->lanes;
        all->ended = [&loop = all->app.loop, done](bool value) { loop.post([done, value]() mutable { done(value); }); };
        for (size_t i = 0; i < count; ++i) all->app.loop.spawn(lane(all));
    });
    co_await wait;
    if (!all->fault.empty()) throw std::runtime_error(all->fault);
}

/// Everything that can be had was fetched: what is it worth?
Task<void> conclude(App& app, pg::Tx& tx, SpinRow spin, std::vector<FrameRow> frames) {
    for (const auto& found : judge(frames)) {
        tx.send(sql::fault_frame(spin.product, found.number, found.fault, found.detail));
        frames[size_t(found.number)].fault = found.fault;
    }
    std::vector<std::string> digests;
    for (const auto& frame : frames) {
        if (!frame.digest || frame.fault) continue;
        digests.push_back(frame.digest->value);
    }
    bool is_whole = std::int64_t(digests.size()) == spin.frames;
    auto [width, height] = size_of_most(frames);
    auto edition = is_whole ? rules::edition_of(digests) : std::string();
    tx.send(sql::move_spin(spin.product, State::mirroring, is_whole ? State::complete : State::incomplete, edition, width, height));
    if (is_whole) {
        tx.send(sql::move_spin(spin.product, State::complete, State::published, edition, width, height));
        tx.send(sql::publish(spin.product, edition, width, height));
    }
    std::optional<Shown> shown;
    if (is_whole) shown = Shown{edition, spin.frames, width, height};
    tx.after_commit([store = tx.ctx().store, product = spin.product, shown] { know(store, product, shown); });
    co_await reassess(app, tx, spin.product);
}

}  // namespace

Task<void> mirror(App& app, const jobs::Attempt& attempt, const Mirror& what) {
    auto spin = co_await app.db.read(attempt.ctx, sql::find_spin(what.product));
    if (!spin || spin->round != what.round || spin->state != State::mirroring) co_return;
    auto all = std::make_shared<Fetching>(Fetching{.app = app, .ctx = attempt.ctx, .spin = *spin, .wanted = {}, .until = clock_now() + longest_attempt, .patience = {}, .fault = {}, .ended = {}});
    auto frames = co_await app.db.read(attempt.ctx, sql::frames_of(what.product));
    for (const auto& frame : frames)
        if (!frame.digest && !frame.fault) all->wanted.push_back(frame);
    co_await fetch_all(all);

    auto patience = all->patience;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stands = co_await tx.ask(sql::lock_spin(what.product));
        attempt.finish(tx);
        if (!stands || stands->round != what.round || stands->state != State::mirroring) co_return true;
        auto now_there = co_await tx.ask(sql::frames_of(what.product));
        bool is_done = std::ranges::none_of(now_there, [](const FrameRow& frame) { return !frame.digest && !frame.fault; });
        if (is_done) {
            co_await conclude(app, tx, *stands, std::move(now_there));
            co_return true;
        }
        auto due = clock_now() + patience.value_or(Duration{});
        tx.send(sql::pause(what.product, patience ? std::optional(due) : std::nullopt));
        jobs::later(tx, std::string(mirror_job), what.product.text(), due, what);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> reassess(App& app, pg::Tx& tx, ProductId product) {
    co_await quality::assess(tx, {product});
    catalog::note_changes(tx, {product});
    tx.after_commit([&app] {
        app.db.notify_soon(catalog::changes_channel);
        app.db.notify_soon(channel);
    });
}

}  // namespace vitrine::spins
