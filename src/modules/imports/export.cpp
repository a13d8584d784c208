#include <algorithm>
#include <unordered_map>

#include "modules/catalog/api.h"
#include "modules/imports/layout.h"
#include "modules/imports/row_writer.h"
#include "modules/prices/api.h"
#include "modules/stock/api.h"
#include "modules/imports/export.h"

namespace vitrine::imports {
namespace {

/// Files know three words; what waits for approval is a draft to them.
std::string file_word(const std::string& status) { return status == "published" ? "active" : status == "archived" ? "archived" : "draft"; }

std::vector<std::string> shop_words(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const auto& word : words) {
        if (word == "active") out.push_back("published");
        else if (word == "draft") out.insert(out.end(), {"draft", "submitted", "approved", "rejected"});
        else out.push_back(word);
    }
    return out;
}

constexpr std::int32_t products_at_once = 500;

std::vector<NamedValue> named_values(const RawJson& json) {
    auto values = read_json<std::map<std::string, std::string>>(json.text);
    if (!values) throw std::runtime_error("attributes are no object of texts");
    return {values->begin(), values->end()};
}

std::vector<NamedValue> options_of(const RawJson& json) {
    auto pairs = read_json<std::vector<std::vector<std::string>>>(json.text);
    if (!pairs) throw std::runtime_error("options are no list of pairs");
    std::vector<NamedValue> out;
    for (auto& pair : *pairs) out.emplace_back(pair.at(0), pair.at(1));
    return out;
}

/// Everything the rows of some products need, read in one transaction's sight of the database.
struct Batch {
    std::vector<catalog::StoredProduct> products;
    std::vector<catalog::VariantRow> variants;
    std::vector<prices::PriceRow> prices;
    std::vector<stock::OnHand> levels;
    std::vector<catalog::SourceImage> images;
};

Task<Batch> read_batch(pg::Tx& tx, const ExportRequest& request, const std::string& after) {
    Batch batch;
    batch.products = co_await tx.ask(catalog::products_after(after, products_at_once, request.category, shop_words(request.statuses)));
    std::vector<catalog::ProductId> products;
    for (const auto& product : batch.products) products.push_back(product.id);
    auto found = co_await tx.ask(catalog::variants_by_id(products), catalog::source_images(products));
    batch.variants = std::move(std::get<0>(found));
    batch.images = std::move(std::get<1>(found));
    std::vector<catalog::VariantId> variants;
    for (const auto& variant : batch.variants) variants.push_back(variant.id);
    auto amounts = co_await tx.ask(prices::current(variants), stock::on_hand(variants));
    batch.prices = std::move(std::get<0>(amounts));
    batch.levels = std::move(std::get<1>(amounts));
    co_return batch;
}

/// Products as an import would read them. Variants without a price in the store's currency are left out, and so are products without variants.
std::vector<ProductDraft> drafts_of(const Batch& batch, Currency currency) {
    std::map<catalog::VariantId, const prices::PriceRow*> prices;
    for (const auto& row : batch.prices)
        if (row.currency == currency) prices.emplace(row.variant, &row);
    std::map<catalog::VariantId, std::int64_t> levels;
    for (const auto& row : batch.levels) levels.emplace(row.variant, row.on_hand);
    std::map<catalog::ProductId, std::size_t> places;
    std::vector<ProductDraft> drafts;
    for (const auto& row : batch.products) {
        places.emplace(row.id, drafts.size());
        auto& draft = drafts.emplace_back();
        draft.slug = row.slug, draft.title = row.title, draft.title_local = row.title_local.value_or(""), draft.description = row.description;
        draft.category = row.category, draft.brand = row.brand.value_or(""), draft.tags = row.tags, draft.status = file_word(row.status);
        draft.attributes = named_values(row.attributes);
    }
    std::map<catalog::VariantId, std::string> own_images;
    for (const auto& image : batch.images) {
        if (image.variant) own_images.emplace(*image.variant, image.url);
        else drafts[places.at(image.product)].images.push_back({image.url, image.alt});
    }
    for (const auto& row : batch.variants) {
        auto price = prices.find(row.id);
        if (price == prices.end()) continue;
        auto& variant = drafts[places.at(row.product)].variants.emplace_back();
        variant.sku = row.sku, variant.barcode = row.barcode.value_or(""), variant.options = options_of(row.options), variant.attributes = named_values(row.attributes);
        variant.price = {price->second->minor, currency};
        if (price->second->compare_at_minor) variant.compare_at_price = Money{*price->second->compare_at_minor, currency};
        if (auto level = levels.find(row.id); level != levels.end()) variant.stock = level->second;
        variant.weight_grams = row.weight_grams;
        if (auto image = own_images.find(row.id); image != own_images.end()) variant.image_url = image->second;
    }
    std::erase_if(drafts, [](const ProductDraft& draft) { return draft.variants.empty(); });
    return drafts;
}

std::map<std::string, std::string> paths_of(const std::vector<catalog::CategoryRow>& rows) {
    std::map<catalog::CategoryId, const catalog::CategoryRow*> by_id;
    for (const auto& row : rows) by_id.emplace(row.id, &row);
    std::map<std::string, std::string> paths;
    for (const auto& row : rows) {
        auto path = row.name;
        std::size_t steps = 0;
        for (auto parent = row.parent; parent && by_id.contains(*parent) && ++steps < rows.size(); parent = by_id[*parent]->parent) path = by_id[*parent]->name + " > " + path;
        paths.emplace(row.slug, std::move(path));
    }
    return paths;
}

void write_categories(const std::vector<catalog::CategoryRow>& rows, RowWriter& writer, ExportCounts& counts) {
    std::map<catalog::CategoryId, std::string> slugs;
    for (const auto& row : rows) slugs.emplace(row.id, row.slug);
    writer.row({"slug", "name", "name_local", "parent_slug", "position"});
    for (const auto& row : rows) writer.row({row.slug, row.name, row.name_local.value_or(""), row.parent ? slugs[*row.parent] : "", std::to_string(counts.rows++)});
}

}  // namespace

Task<ExportCounts> export_catalog(pg::Db& db, Ctx ctx, ExportRequest request, RowWriter& writer) {
    ExportCounts counts;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto categories = co_await tx.ask(catalog::categories());
        if (request.format == Format::categories) {
            write_categories(categories, writer, counts);
            co_return true;
        }
        auto known = co_await tx.ask(catalog::attributes(), catalog::options_columns());
        LayoutFacts facts{{}, std::max<std::size_t>(3, std::size_t(std::get<1>(known))), paths_of(categories)};
        for (const auto& row : std::get<0>(known)) facts.attributes.push_back(row.code);
        std::ranges::sort(facts.attributes);
        auto layout = make_layout(request.format, std::move(facts));
        writer.row(layout->header());
        std::string after;
        for (;;) {
            auto batch = co_await read_batch(tx, request, after);
            if (batch.products.empty()) break;
            after = batch.products.back().slug;
            auto write = [&] {
                for (const auto& draft : drafts_of(batch, request.currency)) {
                    layout->write(draft, [&](const auto& cells) { writer.row(cells), ++counts.rows; });
                    ++counts.products;
                }
            };
            co_await offload(write);
        }
        co_return true;
    };
    auto done = co_await db.transaction(ctx, body, {.read_only = true, .retry = false});
    static_cast<void>(done);
    co_await offload([&writer] { writer.finish(); });
    co_return counts;
}

}  // namespace vitrine::imports
