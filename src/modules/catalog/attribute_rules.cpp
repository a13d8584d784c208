#include "modules/catalog/attribute_rules.h"

#include <algorithm>

#include "modules/catalog/sql.h"

namespace vitrine::catalog {

AttributeRules::AttributeRules(std::vector<AttributeRow> definitions, const std::vector<SetMember>& members, const std::vector<CategorySet>& sets,
                               const std::vector<CategoryRow>& tree)
    : definitions_(std::move(definitions)) {
    for (size_t i = 0; i < definitions_.size(); ++i) by_code_.emplace(definitions_[i].code, i);
    for (const auto& member : members) members_[member.set].push_back(member);
    for (const auto& each : sets) sets_[each.category].push_back(each.set);
    for (const auto& category : tree) parents_.emplace(category.id, category.parent), by_slug_.emplace(category.slug, category.id);
}

CategoryId AttributeRules::category(std::string_view slug) const {
    auto found = by_slug_.find(slug);
    return found == by_slug_.end() ? CategoryId{} : found->second;
}

const AttributeRow* AttributeRules::find(std::string_view code) const {
    auto found = by_code_.find(code);
    return found == by_code_.end() ? nullptr : &definitions_[found->second];
}

std::map<std::string, AttributeRules::Membership, std::less<>> AttributeRules::applicable(CategoryId category) const {
    std::map<std::string, Membership, std::less<>> out;
    std::optional<CategoryId> at = category;
    // A circle in the tree is never longer than the tree.
    for (size_t steps = 0; at && steps <= parents_.size(); ++steps) {
        if (auto sets = sets_.find(*at); sets != sets_.end())
            for (auto set : sets->second)
                if (auto members = members_.find(set); members != members_.end())
                    for (const auto& member : members->second) out[member.code].is_required |= member.is_required;
        auto parent = parents_.find(*at);
        at = parent == parents_.end() ? std::nullopt : parent->second;
    }
    return out;
}

bool AttributeRules::may_stand(std::string_view code, CategoryId category) const {
    const auto* definition = find(code);
    return definition && (!definition->is_in_sets || applicable(category).contains(code));
}

std::vector<std::string> AttributeRules::required(CategoryId category) const {
    std::vector<std::string> out;
    auto here = applicable(category);
    for (const auto& definition : definitions_) {
        auto member = here.find(definition.code);
        bool stands_here = member != here.end() || !definition.is_in_sets;
        if (stands_here && (definition.is_required || (member != here.end() && member->second.is_required))) out.push_back(definition.code);
    }
    return out;
}

std::vector<std::string> AttributeRules::missing(CategoryId category, const std::map<std::string, std::string>& product,
                                                 const std::vector<std::map<std::string, std::string>>& variants) const {
    auto out = required(category);
    std::erase_if(out, [&](const auto& code) {
        return product.contains(code) || (!variants.empty() && std::ranges::all_of(variants, [&](const auto& own) { return own.contains(code); }));
    });
    return out;
}

std::optional<std::string> AttributeRules::read(std::string_view code, const RawJson& json, CategoryId category, const std::string& pointer, std::vector<Fault>& faults) const {
    const auto* definition = find(code);
    if (!definition) return faults.push_back({pointer, "attr.unknown", "the shop has no attribute with this code"}), std::nullopt;
    if (!may_stand(code, category)) return faults.push_back({pointer, "attr.not_of_category", "goods of this category do not have this attribute"}), std::nullopt;
    auto value = read_value(attribute_kind(definition->kind), definition->allowed, json);
    if (value) return std::move(*value);
    faults.push_back({pointer, std::string(value.error().code), value.error().detail});
    return {};
}

Task<std::shared_ptr<const AttributeRules>> read_attribute_rules(pg::Db& db, const Ctx& ctx) {
    auto body = [](pg::Tx& tx) -> Task<Result<std::shared_ptr<const AttributeRules>>> {
        auto queued = queue_rules(tx);
        co_await tx.flush();
        co_return std::make_shared<const AttributeRules>(queued.rules());
    };
    auto rules = co_await db.transaction(ctx, body, {.read_only = true});
    co_return std::move(*rules);
}

std::expected<std::string, AttributeFault> read_attribute(const AttributeRules& rules, std::string_view code, std::string_view text, std::string_view category_slug) {
    const auto* definition = rules.find(code);
    if (definition && !rules.may_stand(code, rules.category(category_slug)))
        return std::unexpected(AttributeFault{"attr.not_of_category", "Goods of this category do not have this attribute."});
    auto value = definition ? read_value(attribute_kind(definition->kind), definition->allowed, text) : read_value(AttributeKind::text, {}, text);
    if (value) return std::move(*value);
    return std::unexpected(AttributeFault{std::string(value.error().code), value.error().detail});
}

std::vector<std::string> missing_attributes(const AttributeRules& rules, std::string_view category_slug, const std::map<std::string, std::string>& product,
                                            const std::vector<std::map<std::string, std::string>>& variants) {
    return rules.missing(rules.category(category_slug), product, variants);
}

QueuedRules queue_rules(pg::Tx& tx) { return {tx.queue(sql::attributes()), tx.queue(sql::set_members()), tx.queue(sql::category_sets()), tx.queue(sql::categories())}; }

QueuedRules queue_rules(pg::Tx& tx, const std::string& category_slug, std::optional<CategoryId> category) {
    return {tx.queue(sql::attributes()), tx.queue(sql::set_members()), tx.queue(sql::category_sets()), tx.queue(sql::category_path(category_slug, category))};
}

}  // namespace vitrine::catalog
