#include <algorithm>

#include "modules/catalog/bulk.h"

namespace vitrine::catalog {
namespace {

bool must_be_complete(Status status) { return status == Status::submitted || status == Status::approved || status == Status::published; }

bool changes_tags(const BulkPlan& plan, const BulkTarget& target) {
    auto has = [&](const auto& tag) { return std::ranges::find(target.tags, tag) != target.tags.end(); };
    return !std::ranges::all_of(plan.add_tags, has) || std::ranges::any_of(plan.remove_tags, has);
}

}  // namespace

BulkDecision decide(const BulkPlan& plan, const BulkTarget& target, const AttributeRules& rules, const std::set<std::string>& shared_codes) {
    BulkDecision out;
    auto category = plan.category.value_or(target.category);
    auto before = attribute_map(target.attributes), after = before;
    for (const auto& code : plan.unset) after.erase(code);
    for (const auto& [code, value] : plan.set) after[code] = value;
    for (const auto& [code, value] : after) {
        bool is_new_here = plan.set.contains(code) || category != target.category;
        if (is_new_here && rules.find(code) && !rules.may_stand(code, category))
            out.faults.push_back({"/attributes/" + code, "attr.not_of_category", "goods of this category do not have this attribute"});
    }
    out.is_edited = after != before || changes_tags(plan, target) || category != target.category || (plan.has_brand && plan.brand != target.brand);
    if (out.is_edited && target.status == Status::submitted && !plan.may_edit_submitted)
        out.faults.push_back({"", std::string(under_review.code), "withdraw it first, or wait for the verdict"});
    std::int64_t tags = std::int64_t(target.tags.size());
    for (const auto& tag : plan.add_tags) tags += std::ranges::find(target.tags, tag) == target.tags.end();
    if (!plan.add_tags.empty() && tags > std::int64_t(most_tags + plan.remove_tags.size())) out.faults.push_back({"/add_tags", "tags.too_many", "it would have more than 50 tags"});

    auto status = target.status;
    if (plan.move) {
        auto moved = move(target.status, plan.move->verb, plan.move->reason ? plan.move->reason->str() : "", plan.may_move);
        if (moved) out.to = status = *moved;
        else out.faults.push_back({"/move", moved.error().code, moved.error().detail});
        if (moved && (status == Status::submitted || status == Status::published) && target.variants == 0)
            out.faults.push_back({"/variants", "variants.none", "a product needs an article that can be bought"});
    }
    if (must_be_complete(status) && (out.is_edited || out.to))
        for (auto& code : rules.missing(category, after, {}))
            if (!shared_codes.contains(code)) out.faults.push_back({"/attributes/" + code, "attr.required", "goods of this category need this attribute"});
    if (!out.faults.empty()) out.outcome = BulkOutcome::failed;
    else if (!out.is_edited && !out.to) out.outcome = BulkOutcome::unchanged;
    return out;
}

}  // namespace vitrine::catalog
