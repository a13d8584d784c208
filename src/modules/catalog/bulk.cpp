#include "modules/catalog/bulk.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/catalog/admin_list.h"
#include "modules/catalog/change.h"
#include "modules/catalog/routes.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

constexpr size_t most_faults_told = 1'000;

struct Answered {
    BulkReport report;
    bool replayed = false;
};

std::vector<Fault> faults_of_request(const BulkEdit& in) {
    std::vector<Fault> faults;
    if (in.products.has_value() == in.filter.has_value()) faults.push_back({"/products", "required", "give products or a filter, not both"});
    if (in.products && in.products->size() > most_bulk) faults.push_back({"/products", "out_of_range", "10,000 products at most"});
    bool does_something = in.attributes || in.add_tags || in.remove_tags || in.category || in.brand || in.move;
    if (!does_something) faults.push_back({"", "required", "say what to change"});
    if (in.move && permission_of(in.move->verb).empty()) faults.push_back({"/move/verb", "unknown_choice", "there is no such move"});
    return faults;
}

/// Reads what is the same for all: the values of attributes, whatever category they will stand in.
BulkPlan make_plan(const BulkEdit& in, const AttributeRules& rules, const Ctx& ctx, std::vector<Fault>& faults) {
    BulkPlan plan;
    if (in.attributes)
        for (const auto& [code, json] : *in.attributes) {
            auto pointer = "/attributes/" + code;
            const auto* definition = rules.find(code);
            if (json.text == "null") plan.unset.push_back(code);
            else if (!definition) faults.push_back({pointer, "attr.unknown", "the shop has no attribute with this code"});
            else if (auto value = read_value(attribute_kind(definition->kind), definition->allowed, json)) plan.set.emplace(code, std::move(*value));
            else faults.push_back({pointer, std::string(value.error().code), value.error().detail});
        }
    if (in.add_tags)
        for (const auto& tag : *in.add_tags)
            if (std::ranges::find(plan.add_tags, tag.str()) == plan.add_tags.end()) plan.add_tags.push_back(tag.str());
    if (in.remove_tags)
        for (const auto& tag : *in.remove_tags) plan.remove_tags.push_back(tag.str());
    if (std::ranges::any_of(plan.add_tags, [&](const auto& tag) { return std::ranges::find(plan.remove_tags, tag) != plan.remove_tags.end(); }))
        faults.push_back({"/remove_tags", "tags.conflict", "a tag cannot be added and removed at once"});
    plan.has_brand = bool(in.brand);
    if (in.brand && in.brand.value) plan.brand = in.brand->str();
    plan.move = in.move;
    plan.may_move = in.move && ctx.may(permission_of(in.move->verb));
    plan.may_edit_submitted = ctx.may("products:approve");
    return plan;
}

Task<Result<std::vector<ProductId>>> select_products(pg::Tx& tx, const BulkEdit& in) {
    if (in.products) {
        auto ids = *in.products;
        std::ranges::sort(ids);
        auto repeats = std::ranges::unique(ids);
        ids.erase(repeats.begin(), repeats.end());
        co_return ids;
    }
    const auto& filter = *in.filter;
    auto category = category_name(filter.category, {});
    std::vector<std::string> states;
    if (filter.status)
        for (auto state : *filter.status) states.emplace_back(shape_name(state));
    auto found = co_await tx.ask(sql::matching_products(filter.q ? like_pattern(*filter.q) : "", states, category.slug, category.id, filter.brand ? filter.brand->str() : "",
                                                        filter.tag ? filter.tag->str() : "", std::int64_t(most_bulk + 1)));
    if (found.size() > most_bulk) co_return refuse(refusals::invalid, {}, {{"/filter", "out_of_range", "more than 10,000 products match; narrow it down"}});
    co_return found;
}

std::vector<RawJson> as_json(const std::vector<Fault>& faults) {
    std::vector<RawJson> out;
    for (const auto& fault : faults) out.push_back({to_json(std::map<std::string, std::string>{{"pointer", fault.pointer}, {"code", fault.code}, {"detail", fault.detail}})});
    return out;
}

/// What will be written.
struct Writes {
    std::vector<ProductId> edited, moved, touched;
    std::vector<Status> moved_from;
    std::optional<Status> moved_to;
};

void write(pg::Tx& tx, App& app, const BulkPlan& plan, const Writes& writes) {
    const auto& ctx = tx.ctx();
    if (plan.brand) save_brands(tx, {*plan.brand});
    if (!writes.edited.empty())
        tx.send(sql::write_in_bulk(writes.edited, RawJson{to_json(plan.set)}, plan.unset, plan.add_tags, plan.remove_tags, plan.category, plan.has_brand, plan.brand, ctx.now));
    if (!writes.moved.empty())
        tx.send(sql::move_products(writes.moved, writes.moved_from, plan.move->verb, *writes.moved_to, plan.move->reason ? plan.move->reason->str() : "", ctx.actor, ctx.now));
    note_changes(tx, writes.touched);
    if (!writes.moved.empty()) tx.send(sql::note_linking_changes(writes.moved));
    announce(tx, app);
}

Task<Result<Answered>> edit(pg::Tx& tx, App& app, const BulkEdit& in, const std::string& key, const std::string& fingerprint) {
    if (!key.empty()) {
        auto stored = co_await tx.ask(sql::find_request(key));
        if (stored && !crypto::equal_in_constant_time(stored->fingerprint.value, fingerprint)) co_return refuse(refusals::key_reused);
        if (stored) {
            auto report = read_json<BulkReport>(stored->answer.text);
            if (!report) throw std::runtime_error("a stored answer does not fit its shape");
            co_return Answered{std::move(*report), true};
        }
    }
    auto ids = co_await select_products(tx, in);
    if (!ids) co_return refuse(std::move(ids.error()));
    auto queued = queue_rules(tx);
    auto targets = tx.queue(sql::lock_in_bulk(*ids));
    co_await tx.flush();
    auto shared = co_await tx.ask(sql::shared_variant_codes(*ids));
    auto rules = queued.rules();
    std::vector<Fault> faults;
    auto plan = make_plan(in, rules, tx.ctx(), faults);
    if (in.category) {
        auto named = category_name(in.category, {});
        auto found = std::ranges::find_if(*queued.tree, [&](const auto& row) { return named.id ? row.id == *named.id : row.slug == named.slug; });
        if (found == queued.tree->end()) faults.push_back({"/category", "catalog.category_unknown", "name a category by slug or id"});
        else plan.category = found->id;
    }
    if (!faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));

    std::map<ProductId, std::set<std::string>> codes;
    for (auto& row : shared) codes[row.product].insert(row.code);
    std::map<ProductId, const BulkTarget*> by_id;
    for (const auto& target : *targets) by_id.emplace(target.id, &target);
    BulkReport report{.selected = std::ssize(*ids), .is_dry_run = in.dry_run.value_or(false)};
    Writes writes;
    static const std::set<std::string> none;
    for (auto id : *ids) {
        auto target = by_id.find(id);
        BulkDecision decision;
        if (target == by_id.end()) decision = {BulkOutcome::failed, false, {}, {{"", std::string(product_unknown.code), "there is no such product"}}};
        else decision = decide(plan, *target->second, rules, codes.contains(id) ? codes.at(id) : none);
        ++(decision.outcome == BulkOutcome::changed ? report.changed : decision.outcome == BulkOutcome::unchanged ? report.unchanged : report.failed);
        report.items.push_back({id, decision.outcome, decision.faults.empty() ? std::nullopt : std::optional(as_json(decision.faults))});
        if (decision.outcome == BulkOutcome::failed && faults.size() < most_faults_told)
            for (auto& fault : decision.faults) faults.push_back({"/products/" + std::to_string(report.items.size() - 1) + fault.pointer, fault.code, id.text() + ": " + fault.detail});
        if (decision.outcome != BulkOutcome::changed) continue;
        writes.touched.push_back(id);
        if (decision.is_edited) writes.edited.push_back(id);
        if (decision.to) writes.moved.push_back(id), writes.moved_from.push_back(target->second->status), writes.moved_to = decision.to;
    }
    if (report.failed > 0 && in.mode == BulkMode::all && !report.is_dry_run) co_return refuse(bulk_refused, std::to_string(report.failed) + " of them", std::move(faults));
    if (report.is_dry_run) co_return Answered{std::move(report), false};
    if (!writes.touched.empty()) write(tx, app, plan, writes);
    if (!key.empty()) {
        tx.send(sql::forget_requests(tx.ctx().now - std::chrono::days(7)));
        tx.send(sql::claim_request(key, pg::Bytes{fingerprint}, RawJson{to_json(report)}, tx.ctx().now));
    }
    co_return Answered{std::move(report), false};
}

}  // namespace

Task<Result<http::Response>> edit_in_bulk(App& app, Ctx ctx, http::Headers<BulkHeaders> headers, http::Body<BulkEdit> in) {
    if (auto faults = faults_of_request(in.value); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto key = headers->idempotency_key ? headers->idempotency_key->str() : std::string();
    auto fingerprint = crypto::bytes_of(crypto::sha256("bulk" + to_json(in.value)));
    std::optional<Result<Answered>> answered;
    for (int attempt = 1; !answered; ++attempt) {
        try {
            auto body = [&](pg::Tx& tx) { return edit(tx, app, in.value, key, fingerprint); };
            answered.emplace(co_await app.db.transaction(ctx, body));
        } catch (const pg::Error& error) {
            if (error.constraint != "catalog_request_claimed_once" || attempt > 1) throw;  // the same request was faster: the second look finds its answer
        }
    }
    if (!*answered) co_return refuse(std::move(answered->error()));
    co_await settle(app);
    auto response = http::json_text(to_json((*answered)->report));
    if ((*answered)->replayed) response.set("Idempotency-Replayed", "true");
    co_return response;
}

void bulk_routes(http::Routes<App>& routes) {
    routes.post("/api/v1/admin/products/bulk", edit_in_bulk,
                {.summary = "Change thousands of products at once", .access = http::Access::staff, .permission = "products:write", .body_limit_bytes = 2u << 20, .deadline_ms = 60'000,
                 .refusals = {bulk_refused, refusals::key_reused}});
}

}  // namespace vitrine::catalog
