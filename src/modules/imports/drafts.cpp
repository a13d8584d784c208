#include "modules/imports/drafts.h"

#include <algorithm>

#include "io/crypto/digest.h"

namespace vitrine::imports {
namespace {

/// Raised when what an import writes changes its meaning, so that files imported before are looked at again.
constexpr std::string_view format = "2";

/// Length before value: no two different lists of values look the same.
void put(std::string& out, std::string_view value) { out += std::to_string(value.size()), out += ':', out += value; }
void put(std::string& out, std::int64_t value) { put(out, std::to_string(value)); }
void put(std::string& out, const std::vector<NamedValue>& values) {
    put(out, std::int64_t(values.size()));
    for (const auto& [name, value] : values) put(out, name), put(out, value);
}
void put(std::string& out, const VariantDraft& variant) {
    put(out, variant.sku), put(out, variant.barcode), put(out, variant.options), put(out, variant.attributes);
    put(out, variant.price.currency.code()), put(out, variant.price.minor);
    put(out, variant.compare_at_price ? variant.compare_at_price->minor : -1);
    put(out, variant.weight_grams.value_or(-1));
    put(out, variant.image_url);
}

/// Files say "active" for what the shop calls published.
catalog::Status status_of(const std::string& word) {
    return word == "active" ? catalog::Status::published : word == "archived" ? catalog::Status::archived : catalog::Status::draft;
}

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

Uuid content_hash(const ProductDraft& draft) {
    std::string text;
    put(text, format);
    for (const auto* part : {&draft.slug, &draft.title, &draft.title_local, &draft.description, &draft.category, &draft.brand, &draft.status}) put(text, *part);
    put(text, std::int64_t(draft.tags.size()));
    for (const auto& tag : draft.tags) put(text, tag);
    put(text, draft.attributes);
    put(text, std::int64_t(draft.images.size()));
    for (const auto& image : draft.images) put(text, image.url), put(text, image.alt);
    for (const auto& variant : draft.variants) put(text, variant);
    auto digest = crypto::sha256(text);
    Uuid hash;
    std::copy_n(digest.begin(), hash.bytes.size(), hash.bytes.begin());
    return hash;
}

Uuid digest_with(const Uuid& so_far, const ProductDraft& draft) {
    std::string text = uuid_text(so_far);
    put(text, uuid_text(content_hash(draft)));
    for (const auto& variant : draft.variants) put(text, variant.stock ? std::int64_t(*variant.stock) : -1);
    auto digest = crypto::sha256(text);
    Uuid next;
    std::copy_n(digest.begin(), next.bytes.size(), next.bytes.begin());
    return next;
}

catalog::ProductInput product_input(const ProductDraft& draft) {
    catalog::ProductInput out{draft.slug, draft.title, unless_empty(draft.title_local), draft.description, draft.category, unless_empty(draft.brand),
                              status_of(draft.status), draft.tags, {}, content_hash(draft)};
    out.attributes.insert(draft.attributes.begin(), draft.attributes.end());
    return out;
}

std::vector<catalog::VariantInput> variant_inputs(const ProductDraft& draft) {
    std::vector<catalog::VariantInput> out;
    for (const auto& variant : draft.variants) {
        out.push_back({draft.slug, variant.sku, unless_empty(variant.barcode), std::int32_t(out.size()), variant.options, {}, variant.weight_grams});
        out.back().attributes.insert(variant.attributes.begin(), variant.attributes.end());
    }
    return out;
}

}  // namespace vitrine::imports
