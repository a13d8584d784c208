#include "io/loop.h"
#include "modules/imports/translated.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

AttributeRule::Kind kind_of(const std::string& kind) {
    return kind == "number" ? AttributeRule::Kind::number : kind == "boolean" ? AttributeRule::Kind::yes_no : AttributeRule::Kind::text;
}

}  // namespace

ImportLookup StoreFacts::lookup() const {
    return {[this](std::string_view slug) { return categories->has(slug); }, [this](Currency asked) { return asked == currency; },
            [this](std::string_view name) {
                auto found = attributes.find(name);
                return found == attributes.end() ? std::optional(AttributeRule{}) : std::optional(found->second);
            }};
}

Task<StoreFacts> read_facts(pg::Db& db, const Ctx& ctx, const Request& request) {
    auto categories = co_await db.read(ctx, catalog::categories());
    auto attributes = co_await db.read(ctx, catalog::attributes());
    StoreFacts facts{request.currency, format_rfc3339(ctx.now).substr(0, 10), std::make_shared<CategoryBook>(categories, request.makes_categories, request.fallback_category), {}, {}, {}};
    for (auto& row : categories) facts.category_slugs.insert(std::move(row.slug));
    // Many choices in one cell are told apart by type_attributes.
    for (auto& row : attributes) facts.attributes[row.code] = {kind_of(row.kind), row.kind == "choices" ? std::vector<std::string>() : row.allowed};
    facts.rules = co_await catalog::read_attribute_rules(db, ctx);
    co_return facts;
}

void Findings::operator()(const ImportFault& fault) {
    auto& list = fault.is_notice ? report_.notices : report_.faults;
    if (fault.is_notice) ++report_.counts.notices;
    if (list.size() <= 10'000) list.push_back({std::int64_t(fault.row), fault.column, fault.code, fault.text, fault.is_notice});
}

namespace {

std::unique_ptr<Records> rows_of(const SourceFile& file, const StoreFacts& facts, Report& report) {
    if (file.format() != Format::shopify && file.format() != Format::woocommerce) return file.records();
    TranslationContext context{facts.currency, facts.today, [book = facts.categories](const std::vector<std::string>& path) { return book->slug_of(path); }, Findings(report)};
    if (file.format() == Format::shopify) return shopify_records(file.records(), std::move(context));
    return woocommerce_records([&file] { return file.records(); }, std::move(context));
}

}  // namespace

Batches::Batches(const SourceFile& file, const StoreFacts& facts, Report& report)
    : facts_(facts), faults_(report.faults), reader_(rows_of(file, facts, report), facts.lookup(), Findings(report)) {}

Task<std::vector<ProductDraft>> Batches::next() {
    return offload_value([this] {
        auto drafts = reader_.next_batch(products_at_once);
        for (auto& draft : drafts) type_attributes(facts_, draft, faults_);
        return drafts;
    });
}

}  // namespace vitrine::imports
