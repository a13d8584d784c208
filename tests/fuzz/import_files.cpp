#include "tests/fuzz/import_files.h"

#include "core/text.h"
#include "modules/imports/mend.h"
#include "modules/imports/source_file.h"
#include "modules/imports/translated.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

using namespace imports;

bool is_kept_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

/// Gives the bytes in pieces of this size.
ByteSource in_pieces(std::string_view bytes, std::size_t piece) {
    return [bytes, piece](std::span<char> into) mutable {
        auto taken = bytes.substr(0, std::min(piece, into.size()));
        std::ranges::copy(taken, into.begin());
        bytes.remove_prefix(taken.size());
        return taken.size();
    };
}

std::string described(const ProductDraft& draft) {
    auto out = draft.slug + "|" + draft.title + "|" + draft.description + "|" + draft.category;
    for (const auto& variant : draft.variants) out += "|" + variant.sku + " " + std::to_string(variant.price.minor);
    return out + "\n";
}

}  // namespace

ImportLookup lookup() {
    return {.has_category = [](std::string_view slug) { return slug.size() < 9; },
            .sells_in = [](Currency currency) { return currency.code() == "PKR"; },
            .attribute = [](std::string_view name) -> std::optional<AttributeRule> {
                if (name == "gsm") return AttributeRule{.kind = AttributeRule::Kind::number, .allowed = {}};
                if (name == "refillable") return AttributeRule{.kind = AttributeRule::Kind::yes_no, .allowed = {}};
                if (name == "ruling") return AttributeRule{.kind = AttributeRule::Kind::text, .allowed = {"single", "double"}};
                return {};
            }};
}

void check_draft(const ProductDraft& draft) {
    must(!draft.slug.empty() && !draft.title.empty() && !draft.variants.empty(), "a product has its name and something to sell");
    for (const auto* text : {&draft.slug, &draft.title, &draft.title_local, &draft.description, &draft.category, &draft.brand}) must(is_kept_text(*text), "texts are text");
    for (const auto& tag : draft.tags) must(is_kept_text(tag), "tags are text");
    for (const auto& image : draft.images) must((image.url.starts_with("http://") || image.url.starts_with("https://")) && is_kept_text(image.url + image.alt), "a picture has an address");
    for (const auto& variant : draft.variants) {
        must(variant.price.minor >= 0 && variant.price.currency == draft.variants.front().price.currency, "prices are of one currency and none is below zero");
        must(!variant.compare_at_price || variant.price < *variant.compare_at_price, "the price before was higher");
        must(variant.stock.value_or(0) >= 0 && variant.weight_grams.value_or(0) >= 0, "nothing weighs less than nothing");
        must(!variant.sku.empty() && is_kept_text(variant.sku), "an article has its number");
        for (const auto& [name, value] : variant.options) must(is_kept_text(name) && is_kept_text(value), "options are text");
        for (const auto& [name, value] : variant.attributes) must(is_kept_text(name) && is_kept_text(value), "attributes are text");
    }
}

std::string read_file(std::string_view bytes, unsigned format, std::size_t piece) {
    constexpr Format formats[] = {Format::native, Format::shopify, Format::woocommerce};
    std::string out;
    auto report = [&out](const ImportFault& fault) {
        must(!fault.code.empty() && fault.text.size() < 4'000 && is_utf8(fault.text) && is_utf8(fault.column), "what is wrong is said in words");
        out += std::to_string(fault.row) + " " + fault.column + " " + fault.code + "\n";
    };
    SourceFile file([bytes, piece] { return in_pieces(bytes, piece); }, format % 4 < 3 ? std::optional(formats[format % 4]) : std::nullopt);
    TranslationContext context{*Currency::parse("PKR"), "2026-11-21", [](const std::vector<std::string>& path) { return path.empty() ? std::string("fallback") : mend::slug(path.back()); }, report};
    std::unique_ptr<Records> rows;
    if (file.format() == Format::shopify) rows = shopify_records(file.records(), context);
    else if (file.format() == Format::woocommerce) rows = woocommerce_records([&file] { return file.records(); }, context);
    else rows = file.records();
    ImportLimits limits{.csv = {}, .records = 500, .faults = 200, .variants_per_product = 20, .attributes = 10};
    ProductReader reader(std::move(rows), lookup(), report, limits);
    while (auto draft = reader.next()) {
        check_draft(*draft);
        out += described(*draft);
    }
    auto counts = reader.counts();
    must(counts.variants >= counts.products && counts.faults <= limits.faults + 1, "what was counted can be");
    return out;
}

}  // namespace vitrine::fuzz
