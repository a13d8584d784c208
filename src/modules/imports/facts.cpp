#include "io/loop.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

AttributeRule::Kind kind_of(const std::string& kind) {
    return kind == "number" ? AttributeRule::Kind::number : kind == "boolean" ? AttributeRule::Kind::yes_no : AttributeRule::Kind::text;
}

}  // namespace

ImportLookup StoreFacts::lookup() const {
    return {[this](std::string_view slug) { return categories.contains(slug); }, [this](Currency asked) { return asked == currency; },
            [this](std::string_view name) {
                auto found = attributes.find(name);
                return found == attributes.end() ? std::optional(AttributeRule{}) : std::optional(found->second);
            }};
}

Task<StoreFacts> read_facts(pg::Db& db, const Ctx& ctx, Currency currency) {
    auto categories = co_await db.read(ctx, catalog::categories());
    auto attributes = co_await db.read(ctx, catalog::attributes());
    StoreFacts facts{currency, {}, {}, {}};
    for (auto& row : categories) facts.categories.insert(std::move(row.slug));
    // Many choices in one cell are told apart by type_attributes.
    for (auto& row : attributes) facts.attributes[row.code] = {kind_of(row.kind), row.kind == "choices" ? std::vector<std::string>() : row.allowed};
    facts.rules = co_await catalog::read_attribute_rules(db, ctx);
    co_return facts;
}

Batches::Batches(ByteSource source, const StoreFacts& facts, std::vector<ReportedFault>& faults)
    : facts_(facts), faults_(faults), reader_(std::move(source), facts.lookup(), [&faults](const ImportFault& fault) { faults.push_back({std::int64_t(fault.row), fault.column, fault.code, fault.text}); }) {}

Task<std::vector<ProductDraft>> Batches::next() {
    return offload_value([this] {
        auto drafts = reader_.next_batch(products_at_once);
        for (auto& draft : drafts) type_attributes(facts_, draft, faults_);
        return drafts;
    });
}

}  // namespace vitrine::imports
