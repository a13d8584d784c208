#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "modules/imports/api.h"
#include "modules/imports/import_rows.h"

namespace vitrine::imports {

/// What a layout must know of the store before its first row.
struct LayoutFacts {
    std::vector<std::string> attributes;                    ///< codes, in the order of the columns
    std::size_t options = 3;                                ///< of the variant with most of them
    std::map<std::string, std::string> category_paths;      ///< slug to "Clothing > Hoodies"
};

using RowSink = std::function<void(const std::vector<std::string>& cells)>;

/// How one format writes products as rows. Text that a spreadsheet would run is guarded by an apostrophe, which imports take away.
class Layout {
public:
    virtual ~Layout() = default;
    virtual std::vector<std::string> header() const = 0;
    virtual void write(const ProductDraft& product, const RowSink& row) const = 0;
};

/// `format` is native, shopify or woocommerce; std::logic_error otherwise.
std::unique_ptr<Layout> make_layout(Format format, LayoutFacts facts);

std::unique_ptr<Layout> native_layout(LayoutFacts facts);
std::unique_ptr<Layout> shopify_layout(LayoutFacts facts);
std::unique_ptr<Layout> woocommerce_layout(LayoutFacts facts);

/// Text that other systems decode: an ampersand that would begin an entity is written as one.
std::string encoded_line(std::string_view text);
/// A description as HTML, with plain text escaped.
std::string encoded_description(std::string_view description);
/// Values as `mend::comma_list` reads them.
std::string joined_by_commas(const std::vector<std::string>& values);

}  // namespace vitrine::imports
