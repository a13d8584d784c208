#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/money.h"
#include "modules/imports/csv_reader.h"

/// From the rows of a catalog file (docs/guides/catalog-csv.md) to products ready to save. Pure: asks nobody but the
/// lookup it is given, so a dry run and an import that saves are the same reading.
namespace vitrine::imports {

/// One thing wrong in a file, for a person to find and mend. `code` is stable; `text` is for people and may change.
struct ImportFault {
    std::uint64_t row = 0;      ///< physical line in the file, from 1
    std::uint64_t record = 0;   ///< record number, from 1, the header included; 0 for the file itself
    std::string column;         ///< as written in the header; empty when the row or the file is meant
    std::string code;
    std::string text;
    bool is_notice = false;     ///< nothing to mend: what was changed or left out so that a foreign file fits
};

/// A named value: an option ("Colour", "Blue") or an attribute ("ruling", "single").
using NamedValue = std::pair<std::string, std::string>;

/// A picture where another system keeps it. Nobody has fetched it.
struct ImageDraft {
    std::string url;                                    ///< http or https
    std::string alt;
    bool operator==(const ImageDraft&) const = default;
};

/// One thing on the shelf. Both prices are in the same currency.
struct VariantDraft {
    std::string sku;
    std::string barcode;                                ///< GTIN digits or empty
    std::vector<NamedValue> options;                    ///< in the order of the header; same names in all variants
    std::vector<NamedValue> attributes;                 ///< only those that differ between the variants
    Money price;
    std::optional<Money> compare_at_price;              ///< above the price
    std::optional<std::int64_t> stock;                  ///< empty: not said, leave as it is
    std::optional<std::int64_t> weight_grams;
    std::string image_url;                              ///< the picture of this variant, may be empty
    std::uint64_t row = 0;                              ///< where it stands in the file
};

/// A product with all its variants, free of faults.
struct ProductDraft {
    std::string slug;
    std::string title;
    std::string title_local;                            ///< the shop's second language, may be empty
    std::string description;                            ///< plain text, or safe HTML (io/html/sanitize.h)
    std::string category;                               ///< slug, known to the lookup
    std::string brand;
    std::vector<std::string> tags;
    std::string status;                                 ///< active, draft or archived
    std::vector<NamedValue> attributes;                 ///< those equal in all variants
    std::vector<ImageDraft> images;                     ///< in the order people see them
    std::vector<VariantDraft> variants;                 ///< at least one
    std::uint64_t row = 0;
};

/// What the shop knows about an attribute.
struct AttributeRule {
    enum class Kind : std::uint8_t { text, number, yes_no };
    Kind kind = Kind::text;
    std::vector<std::string> allowed;   ///< empty: anything goes
};

/// Questions the reader may ask; called for nearly every row, so answer from memory.
struct ImportLookup {
    std::function<bool(std::string_view slug)> has_category;
    std::function<bool(Currency currency)> sells_in;
    std::function<std::optional<AttributeRule>(std::string_view name)> attribute;   ///< optional: none refuses none
};

/// Memory is bounded by these: 32 bytes a SKU, slug and barcode seen, plus one product, plus the reader's buffer.
struct ImportLimits {
    CsvLimits csv;
    std::uint64_t records = 2'000'000;
    std::uint64_t faults = 10'000;
    std::size_t variants_per_product = 2'000;
    std::size_t attributes = 100;
};

struct ImportCounts {
    std::uint64_t records = 0;          ///< rows below the header
    std::uint64_t products = 0;         ///< handed out
    std::uint64_t variants = 0;         ///< handed out
    std::uint64_t faulty_products = 0;  ///< held back
    std::uint64_t faults = 0;
    std::uint64_t bytes = 0;
};

/// Reads products one by one, for a caller that saves in batches between its own awaits.
class ProductReader {
public:
    using FaultSink = std::function<void(const ImportFault&)>;

    /// `lookup` is copied; the sink hears every fault in the order of the file.
    ProductReader(std::unique_ptr<Records> records, ImportLookup lookup, FaultSink on_fault, ImportLimits limits = {});
    /// The same for CSV in UTF-8.
    ProductReader(ByteSource input, ImportLookup lookup, FaultSink on_fault, ImportLimits limits = {});
    ~ProductReader();
    ProductReader(ProductReader&&) noexcept;
    ProductReader& operator=(ProductReader&&) noexcept;

    /// The next product without faults, with all its variants; products with faults are reported and passed over.
    /// Empty at the end of the file, or when reading on makes no sense (`was_cut_short`).
    std::optional<ProductDraft> next();

    /// Up to `count` products; fewer only at the end.
    std::vector<ProductDraft> next_batch(std::size_t count);

    [[nodiscard]] const ImportCounts& counts() const;

    /// The file was given up before its end: unreadable, a header without the needed columns, too many rows or faults.
    [[nodiscard]] bool was_cut_short() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Reads the whole file. For a dry run give an `on_product` that does nothing. Repeatable: changes nothing itself.
ImportCounts read_products(ByteSource input, const ImportLookup& lookup,
                           const std::function<void(ProductDraft&&)>& on_product,
                           const ProductReader::FaultSink& on_fault, const ImportLimits& limits = {});

}  // namespace vitrine::imports
