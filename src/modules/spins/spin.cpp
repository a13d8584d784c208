#include "modules/spins/spin.h"

#include "modules/catalog/products/api.h"
#include "modules/spins/book.h"
#include "modules/spins/rules.h"
#include "modules/spins/sql.h"

namespace vitrine::spins {
namespace {

constexpr int usual_page = 50;

SpinView view_of(const SpinRow& row) {
    SpinInput input{*Text<8, 1'000>::parse(row.source), {row.frames}, Whole<0, 1>{row.first}, Whole<1, 16>{row.at_once}, Whole<1, 200>{row.per_second}};
    return {row.product, row.version, row.state, std::move(input), row.stored, row.faulty, row.width, row.height, row.edition, row.paused_until, {}};
}

/// Whether calls may go there at all; where to is looked at with each of them.
bool is_address(std::string_view source) { return (source.starts_with("https://") || source.starts_with("http://")) && source.find("{n") != source.npos && source.find('}') != source.npos; }

bool is_the_same(const SpinRow& row, const SpinInput& in) { return row.source == in.source.str() && row.frames == in.frames.value && row.first == (in.first ? in.first->value : 0); }

/// From whatever state: hidden, and fetched in another round.
Task<void> begin(App& app, pg::Tx& tx, ProductId product) {
    tx.send(sql::unpublish(product));
    auto round = co_await tx.ask(sql::begin_round(product));
    jobs::later(tx, std::string(mirror_job), product.text(), tx.ctx().now, Mirror{product, round});
    tx.after_commit([store = tx.ctx().store, product] { know(store, product, {}); });
    co_await reassess(app, tx, product);
}

/// Does something with a turntable that is locked; gives it as it is then.
template <class Body>
Task<Result<SpinView>> changed(App& app, Ctx ctx, ProductId product, Body change) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_spin(product));
        if (!row) co_return refuse(unknown);
        co_return co_await change(tx, *row);
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_spin(app, ctx, product);
}

}  // namespace

Task<SpinPage> list_spins(App& app, Ctx ctx, SpinFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_spins(filter.state, filter.cursor.value_or(ProductId{}), limit + 1));
    SpinPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().product;
    }
    co_return page;
}

Task<Result<SpinView>> find_spin(App& app, Ctx ctx, ProductId product) {
    auto row = co_await app.db.read(ctx, sql::find_spin(product));
    if (!row) co_return refuse(unknown);
    auto view = view_of(*row);
    view.frames.emplace();
    for (auto& frame : co_await app.db.read(ctx, sql::frames_of(product))) view.frames->push_back({frame.number, frame.digest.has_value(), frame.fault, frame.detail, frame.tries, frame.bytes});
    co_return view;
}

Task<Result<SpinView>> set_spin(App& app, Ctx ctx, ProductId product, SpinInput in) {
    if (!is_address(in.source.str())) co_return refuse(refusals::invalid, {}, {{"/source", "malformed", "an address with {n} in the place of a frame's number"}});
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto known = co_await tx.ask(catalog::known_products({product}));
        if (known.empty()) co_return refuse(catalog::product_unknown);
        auto stands = co_await tx.ask(sql::lock_spin(product));
        std::int64_t first = in.first ? in.first->value : 0, at_once = in.at_once ? in.at_once->value : 4, per_second = in.per_second ? in.per_second->value : 20;
        tx.send(sql::save_spin(product, std::string(in.source.str()), in.frames.value, first, at_once, per_second));
        if (stands && is_the_same(*stands, in)) co_return true;
        tx.send(sql::forget_frames(product));
        tx.send(sql::add_frames(product, in.frames.value));
        co_await begin(app, tx, product);
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_spin(app, ctx, product);
}

Task<Result<SpinView>> mirror_again(App& app, Ctx ctx, ProductId product) {
    return changed(app, ctx, product, [&app, product](pg::Tx& tx, const SpinRow& row) -> Task<Result<bool>> {
        bool is_whole = row.state == State::complete || row.state == State::published;
        if (is_whole) co_return true;
        tx.send(sql::forget_faults(product));
        co_await begin(app, tx, product);
        co_return true;
    });
}

Task<Result<SpinView>> refuse_frame(App& app, Ctx ctx, ProductId product, std::int64_t number) {
    return changed(app, ctx, product, [&app, product, number](pg::Tx& tx, const SpinRow& row) -> Task<Result<bool>> {
        auto hit = co_await tx.ask(sql::refuse_frame(product, number));
        if (hit == 0) co_return refuse(unknown, "it has no such frame");
        if (row.state == State::mirroring || row.state == State::pending || row.state == State::incomplete) co_return true;
        tx.send(sql::unpublish(product));
        tx.send(sql::move_spin(product, row.state, State::incomplete, "", row.width, row.height));
        tx.after_commit([store = tx.ctx().store, product] { know(store, product, {}); });
        co_await reassess(app, tx, product);
        co_return true;
    });
}

Task<Result<SpinView>> publish_spin(App& app, Ctx ctx, ProductId product) {
    return changed(app, ctx, product, [&app, product](pg::Tx& tx, const SpinRow& row) -> Task<Result<bool>> {
        if (row.state == State::published) co_return true;
        if (!rules::life.allows(row.state, State::published)) co_return refuse(not_complete);
        tx.send(sql::move_spin(product, row.state, State::published, row.edition, row.width, row.height));
        tx.send(sql::publish(product, row.edition, row.width, row.height));
        tx.after_commit([store = tx.ctx().store, product, shown = Shown{row.edition, row.frames, row.width, row.height}] { know(store, product, shown); });
        co_await reassess(app, tx, product);
        co_return true;
    });
}

Task<Result<SpinView>> withdraw_spin(App& app, Ctx ctx, ProductId product) {
    return changed(app, ctx, product, [&app, product](pg::Tx& tx, const SpinRow& row) -> Task<Result<bool>> {
        if (row.state == State::complete) co_return true;
        if (!rules::life.find(row.state, "withdraw")) co_return refuse(illegal_move);
        tx.send(sql::unpublish(product));
        tx.send(sql::move_spin(product, row.state, State::complete, row.edition, row.width, row.height));
        tx.after_commit([store = tx.ctx().store, product] { know(store, product, {}); });
        co_await reassess(app, tx, product);
        co_return true;
    });
}

}  // namespace vitrine::spins
