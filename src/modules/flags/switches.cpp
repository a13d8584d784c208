#include "modules/flags/switches.h"

#include "modules/flags/book.h"
#include "modules/flags/sql.h"

namespace vitrine::flags {
namespace {

Setting default_of(const Flag& flag) { return {.is_on = flag.is_on_by_default, .rules = {}}; }

Setting setting_of(const OwnRow& row) {
    auto setting = read_json<Setting>(row.document.text);
    if (!setting) throw std::runtime_error("the setting of a feature does not fit its shape");
    return std::move(*setting);
}

FlagView view_of(const Flag& flag, const OwnRow* row, std::vector<CustomerId> testers) {
    FlagView view{std::string(flag.key), std::string(flag.text), flag.is_on_by_default, flag.is_public, 0, default_of(flag), {}, {}, std::move(testers)};
    if (row) view.version = row->version, view.setting = setting_of(*row), view.updated_at = row->updated_at, view.actor = row->actor;
    return view;
}

/// A feature as it stands in the transaction.
Task<FlagView> as_it_stands(pg::Tx& tx, const Flag& flag) {
    std::string key(flag.key);
    auto row = co_await tx.ask(sql::find_setting(key));
    auto testers = co_await tx.ask(sql::testers_of(key));
    co_return view_of(flag, row ? &*row : nullptr, std::move(testers));
}

/// Runs the change; once it is committed this process knows it, and tells the others.
template <class Body>
Task<Result<FlagView>> changed(App& app, Ctx ctx, Body body) {
    auto view = co_await app.db.transaction(ctx, body);
    if (!view) co_return refuse(std::move(view.error()));
    Known known;
    if (view->version > 0) known.setting = view->setting;
    for (const auto& tester : view->testers) known.testers.insert(tester.text());
    know(ctx.store, view->key, std::move(known));
    app.db.notify_soon(channel);
    co_return std::move(view);
}

}  // namespace

Task<FlagList> list_flags(App& app, Ctx ctx) {
    FlagList list;
    auto rows = co_await app.db.read(ctx, sql::own_settings());
    auto testers = co_await app.db.read(ctx, sql::own_testers());
    for (const auto& flag : declared()) {
        const OwnRow* own = nullptr;
        for (const auto& row : rows)
            if (row.key == flag.key) own = &row;
        std::vector<CustomerId> chosen;
        for (const auto& tester : testers)
            if (tester.key == flag.key) chosen.push_back(tester.customer);
        list.items.push_back(view_of(flag, own, std::move(chosen)));
    }
    co_return list;
}

Task<Result<FlagView>> find_flag(App& app, Ctx ctx, std::string key) {
    const auto* flag = find_declared(key);
    if (!flag) co_return refuse(unknown);
    auto row = co_await app.db.read(ctx, sql::find_setting(key));
    auto testers = co_await app.db.read(ctx, sql::testers_of(key));
    co_return view_of(*flag, row ? &*row : nullptr, std::move(testers));
}

Task<Result<FlagView>> switch_flag(App& app, Ctx ctx, std::string key, std::optional<std::int64_t> version, Setting in) {
    const auto* flag = find_declared(key);
    if (!flag) co_return refuse(unknown);
    if (auto faults = faults_of(in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<FlagView>> {
        auto stands = co_await tx.ask(sql::lock_setting(key));
        if (version && *version != stands.value_or(0)) co_return refuse(refusals::stale_version);
        auto saved = co_await tx.ask(sql::save_setting(key, RawJson{to_json(in)}));
        if (version && saved != *version + 1) co_return refuse(refusals::stale_version);  // two said the first word at once
        co_return co_await as_it_stands(tx, *flag);
    };
    co_return co_await changed(app, ctx, body);
}

Task<Result<FlagView>> reset_flag(App& app, Ctx ctx, std::string key, std::optional<std::int64_t> version) {
    const auto* flag = find_declared(key);
    if (!flag) co_return refuse(unknown);
    auto body = [&](pg::Tx& tx) -> Task<Result<FlagView>> {
        auto stands = co_await tx.ask(sql::lock_setting(key));
        if (version && *version != stands.value_or(0)) co_return refuse(refusals::stale_version);
        tx.send(sql::drop_setting(key));
        co_return co_await as_it_stands(tx, *flag);
    };
    co_return co_await changed(app, ctx, body);
}

Task<Result<FlagView>> add_tester(App& app, Ctx ctx, std::string key, CustomerId customer) {
    const auto* flag = find_declared(key);
    if (!flag) co_return refuse(unknown);
    auto body = [&](pg::Tx& tx) -> Task<Result<FlagView>> {
        auto testers = co_await tx.ask(sql::testers_of(key));
        if (std::int64_t(testers.size()) >= most_testers) co_return refuse(too_many_testers);
        tx.send(sql::add_tester(key, customer));
        co_return co_await as_it_stands(tx, *flag);
    };
    co_return co_await changed(app, ctx, body);
}

Task<Result<FlagView>> remove_tester(App& app, Ctx ctx, std::string key, CustomerId customer) {
    const auto* flag = find_declared(key);
    if (!flag) co_return refuse(unknown);
    auto body = [&](pg::Tx& tx) -> Task<Result<FlagView>> {
        tx.send(sql::remove_tester(key, customer));
        co_return co_await as_it_stands(tx, *flag);
    };
    co_return co_await changed(app, ctx, body);
}

Result<Decision> explain(const Ctx& ctx, const std::string& key, const Question& question) {
    const auto* flag = find_declared(key);
    if (!flag) return refuse(unknown);
    Viewer viewer;
    if (question.is_staff.value_or(false)) viewer.kind = Viewer::Kind::staff;
    else if (question.customer) viewer.kind = Viewer::Kind::customer;
    if (question.customer) viewer.subject = question.customer->text();
    else if (question.cart) viewer.subject = question.cart->str();
    Known known;
    auto all = book();
    if (auto of_store = all->find(ctx.store); of_store != all->end())
        if (auto it = of_store->second.find(key); it != of_store->second.end()) known = it->second;
    return decide(*flag, known.setting ? &*known.setting : nullptr, known.testers, ctx.store, viewer, question.at.value_or(ctx.now));
}

OwnFeatures own_features(const Ctx& ctx, std::string_view cart) {
    OwnFeatures features;
    for (const auto& flag : declared())
        if (flag.is_public && is_on(flag, ctx, cart)) features.on.emplace_back(flag.key);
    return features;
}

}  // namespace vitrine::flags
