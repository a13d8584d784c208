// Orders at suppliers as staff see and steer them, and where they go.
#include "io/crypto/seal.h"
#include "io/web/safe_url.h"
#include "modules/stores/api.h"
#include "modules/suppliers/settings.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr int usual_page = 50;

SubmissionView view_of(const SubmissionRow& row) {
    return {row.id, row.version, row.order_ref, row.order_number, row.supplier, row.state, row.supplier_ref, row.attempts, row.why, row.detail, row.created_at, row.moved_at, {}, {}};
}

SubmissionId beyond_all() {
    SubmissionId id;
    id.value.bytes.fill(0xFF);
    return id;
}

/// A person's move, behind the lock.
Task<Result<bool>> steer(App& app, const Ctx& ctx, SubmissionId id, std::string_view verb, std::string said, std::string ref) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_submission(id));
        if (!row) co_return refuse(submission_not_found);
        auto* move = rules::submission_life.find(row->state, verb);
        if (!move) co_return refuse(illegal_move, "its state is '" + std::string(shape_name(row->state)) + "'");
        tx.send(sql::move_submission(id, row->state, move->to, ref, "", "", false, ctx.now));
        tx.send(sql::log_submission(id, ctx.now, std::string(verb), 0, said));
        if (verb == "retry") jobs::later(tx, std::string(submit_job), id.text(), ctx.now, SubmitOrder{id});
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace

Task<SubmissionPage> list_submissions(App& app, Ctx ctx, SubmissionFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_submissions(filter.state, filter.attention.value_or(false), filter.order, filter.cursor.value_or(beyond_all()), limit + 1));
    SubmissionPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().id;
    }
    co_return page;
}

Task<Result<SubmissionView>> find_submission(App& app, Ctx ctx, SubmissionId id) {
    auto row = co_await app.db.read(ctx, sql::find_submission(id));
    if (!row) co_return refuse(submission_not_found);
    auto view = view_of(*row);
    view.lines = co_await app.db.read(ctx, sql::submission_lines(id));
    view.log = co_await app.db.read(ctx, sql::submission_log(id));
    co_return view;
}

Task<Result<SubmissionView>> retry_submission(App& app, Ctx ctx, SubmissionId id) {
    auto done = co_await steer(app, ctx, id, "retry", "", "");
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_submission(app, ctx, id);
}

Task<Result<SubmissionView>> settle_submission(App& app, Ctx ctx, SubmissionId id, SettleInput in) {
    auto done = co_await steer(app, ctx, id, "settle", in.reason.str(), in.supplier_ref ? in.supplier_ref->str() : "");
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_submission(app, ctx, id);
}

Task<Result<OrderApiView>> find_order_api(App& app, Ctx ctx, SupplierId supplier) {
    auto row = co_await app.db.read(ctx, sql::read_order_api(supplier));
    if (!row) co_return refuse(no_order_api);
    co_return OrderApiView{row->version, row->url, row->is_on, row->secrets.has_value(), row->updated_at};
}

Task<Result<OrderApiView>> set_order_api(App& app, Ctx ctx, SupplierId supplier, std::optional<std::int64_t> version, OrderApiInput in) {
    std::vector<Fault> faults;
    if (auto fault = web::fault_of_url(in.url.str(), may_reach_private(app.config, *app.stores->known(ctx.store)))) faults.push_back(std::move(*fault));
    if (in.headers)
        for (const auto& [name, value] : *in.headers)
            if (name.empty() || name.size() > 100 || value.size() > 4'000 || has_control_characters(name + value) || value.find('\n') != std::string::npos) faults.push_back({"/headers", "malformed", "a header is a name and one line of text"});
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    std::optional<pg::Bytes> secrets;
    if (in.headers) secrets = pg::Bytes{crypto::seal(app.config.master_key, feed_secret_purpose, to_json(*in.headers))};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto known = co_await tx.ask(sql::lock_supplier(supplier));
        if (!known) co_return refuse(supplier_not_found);
        auto row = co_await tx.ask(sql::read_order_api(supplier));
        if (version && *version != (row ? row->version : 0)) co_return refuse(refusals::stale_version);
        auto now = co_await tx.ask(sql::save_order_api(supplier, in.url.str(), in.is_on.value_or(true), secrets));
        auto said = in;
        said.headers.reset();
        tx.send(sql::note_change("order_api.set", supplier.text(), now, RawJson{to_json(said)}));
        co_return true;
    };
    auto set = co_await app.db.transaction(ctx, body);
    if (!set) co_return refuse(std::move(set.error()));
    co_return co_await find_order_api(app, ctx, supplier);
}

}  // namespace vitrine::suppliers
