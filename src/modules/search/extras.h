#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "modules/search/api.h"

namespace vitrine::search {

/// What few products have. Kept as one JSON text beside the product, read when its page is made.
struct Extras {
    std::optional<Seo> seo;
    std::optional<std::map<std::string, std::vector<ProductId>>> links;           ///< by kind
    std::optional<std::map<std::string, std::vector<Component>>> components;      ///< by the variant that is the bundle
    bool is_empty() const { return !seo && !links && !components; }
};
SHAPE(Extras, seo, links, components)

}  // namespace vitrine::search
