#pragma once

#include "modules/imports/translated.h"

namespace vitrine::imports {

/// What one row of a WooCommerce file says, apart from the file.
struct WooRow {
    struct Attribute {
        std::string name, values;
    };
    std::uint64_t line = 0;
    std::string id, type, sku, barcode, name, slug, published, short_description, description, in_stock, stock, weight, sale_price, regular_price, sale_starts, sale_ends,
        categories, tags, brands, images, parent, grouped, external_url;
    std::vector<Attribute> attributes;

    /// "variation, virtual" is a variation.
    bool is_type(std::string_view wanted) const;
};

/// Where a file keeps what.
class WooColumns {
public:
    void read(const ForeignHeader& header);
    WooRow row(const CsvRecord& record, const std::function<std::string(std::size_t)>& cell) const;
    std::size_t type() const { return fields_[type_field]; }
    std::size_t field_of(std::string WooRow::* member) const;   ///< absent when the file lacks it
    std::size_t attribute_count() const { return attributes_.size(); }
    std::int64_t micrograms_per_unit() const { return micrograms_per_unit_; }

private:
    static constexpr std::size_t type_field = 1;
    struct Pair {
        std::size_t name, values;
    };
    std::vector<std::size_t> fields_;
    std::vector<Pair> attributes_;
    std::int64_t micrograms_per_unit_ = 1'000'000'000;
};

/// A row as bytes and back, for the temporary file.
std::string packed(const WooRow& row);
WooRow unpacked(std::string_view bytes);

}  // namespace vitrine::imports
