#include "modules/notices/texts.h"

#include <algorithm>

#include "modules/notices/facts.h"
#include "modules/notices/sql.h"
#include "modules/notices/stage.h"

namespace vitrine::notices {
namespace {

TextView view_of(const Stage& stage, const std::string& language, const TemplateRow* own) {
    TextView view{std::string(stage.code), language, std::string(stage.when), stage.audience, {}, own != nullptr, own ? own->version : 0, {}};
    for (auto channel : {Channel::mail, Channel::sms, Channel::in_app})
        if (stage.goes_by(channel)) view.channels.push_back(channel);
    if (!own) {
        view.text = built_in(stage.code, language);
        return view;
    }
    auto text = read_json<Template>(own->definition.text);
    if (!text) throw std::runtime_error("a stored text does not fit its shape");
    view.text = std::move(*text);
    return view;
}

Result<const Stage*> checked(const std::string& stage, const std::string& language) {
    const auto* found = find_stage(stage);
    if (!found || !find_language(language)) return refuse(template_unknown);
    return found;
}

}  // namespace

Task<TextList> list_texts(App& app, Ctx ctx) {
    auto kept = co_await load_settings(app.db, ctx, *app.stores->known(ctx.store));
    auto rows = co_await app.db.read(ctx, sql::list_templates());
    TextList list;
    for (const auto& stage : stages)
        for (const auto& language : kept.settings.languages) {
            auto own = std::ranges::find_if(rows, [&](const auto& row) { return row.stage == stage.code && row.language == language; });
            list.items.push_back(view_of(stage, language, own == rows.end() ? nullptr : &*own));
        }
    for (auto word : placeholders()) list.placeholders.emplace_back(word);
    co_return list;
}

Task<Result<TextView>> find_text(App& app, Ctx ctx, std::string stage, std::string language) {
    auto known = checked(stage, language);
    if (!known) co_return refuse(std::move(known.error()));
    auto own = co_await app.db.read(ctx, sql::find_template(stage, language));
    co_return view_of(**known, language, own ? &*own : nullptr);
}

Task<Result<TextView>> save_text(App& app, Ctx ctx, std::string stage, std::string language, std::optional<std::int64_t> version, Template text) {
    auto known = checked(stage, language);
    if (!known) co_return refuse(std::move(known.error()));
    if (auto faults = faults_of(text); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto own = tx.queue(sql::lock_template(stage, language));
        auto last = tx.queue(sql::last_template_version(stage, language));
        co_await tx.flush();
        if (version && *version != (*own ? (*own)->version : 0)) co_return refuse(refusals::stale_version);
        if (*own && to_json(read_json<Template>((*own)->definition.text).value_or(Template{})) == to_json(text)) co_return true;
        tx.send(sql::save_template(stage, language, RawJson{to_json(text)}, *last + 1));
        co_return true;
    };
    auto saved = co_await app.db.transaction(ctx, body);
    if (!saved) co_return refuse(std::move(saved.error()));
    co_return co_await find_text(app, ctx, stage, language);
}

Task<Result<TextView>> remove_text(App& app, Ctx ctx, std::string stage, std::string language, std::optional<std::int64_t> version) {
    auto known = checked(stage, language);
    if (!known) co_return refuse(std::move(known.error()));
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto own = tx.queue(sql::lock_template(stage, language));
        auto last = tx.queue(sql::last_template_version(stage, language));
        co_await tx.flush();
        if (version && *version != (*own ? (*own)->version : 0)) co_return refuse(refusals::stale_version);
        if (*own) tx.send(sql::remove_template(stage, language, *last + 1));
        co_return true;
    };
    auto removed = co_await app.db.transaction(ctx, body);
    if (!removed) co_return refuse(std::move(removed.error()));
    co_return co_await find_text(app, ctx, stage, language);
}

Task<Result<Rendered>> preview(App& app, Ctx ctx, std::string stage, std::string language, std::optional<Template> draft) {
    auto view = co_await find_text(app, ctx, stage, language);
    if (!view) co_return refuse(std::move(view.error()));
    if (draft)
        if (auto faults = faults_of(*draft); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto stationery = co_await stationery_of(app, ctx);
    auto facts = sample_facts(*stationery.store, ctx.now);
    if (stage != "payment_instructions") facts.transfer.reset();
    if (view->audience == Audience::staff) facts.lines.reset(), facts.address.reset();
    Links links{.order = view->audience == Audience::buyer ? stationery.base + "/orders/" + *facts.order : std::string()};
    const auto topic = find_stage(stage)->topic;
    if (topic == Topic::carts) {
        Facts about_cart;
        about_cart.product = facts.product, about_cart.amount = facts.amount;
        facts = std::move(about_cart);
        links.order = stationery.base + "/cart";
        links.is_about_cart = true;
    }
    if (topic == Topic::account) {
        facts.lines.reset(), facts.address.reset(), facts.totals.reset();
        if (stage.starts_with("launch_")) facts.signup = "lsu";
        else facts.account = "sign_in";
        links.order = stationery.base + "/account";
    }
    if (topic == Topic::delivery || topic == Topic::carts) links.unsubscribe = stationery.base + "/notices/unsubscribe";
    co_return render(stationery.head, *find_language(language), draft ? *draft : view->text, facts, links);
}

Task<Result<Rendered>> show(App& app, Ctx ctx, NoticeId id) {
    auto row = co_await app.db.read(ctx, sql::find_notice(id));
    if (!row) co_return refuse(not_found);
    auto stationery = co_await stationery_of(app, ctx);
    auto text = co_await text_for(app, ctx, row->stage, row->language);
    auto facts = read_json<Facts>(row->facts.text);
    if (!facts) throw std::runtime_error("what is stored of a notice does not fit its shape");
    Links links{.order = facts->order && row->audience == Audience::buyer ? stationery.base + "/orders/" + *facts->order : std::string(), .is_about_cart = facts->cart.has_value()};
    co_return render(stationery.head, *find_language(row->language), text, *facts, links);
}

}  // namespace vitrine::notices
