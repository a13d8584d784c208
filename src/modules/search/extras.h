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
    std::optional<std::map<std::string, std::int64_t>> lowest;                    ///< by variant: the lowest price of the 30 days before its reduced price began
    std::optional<std::map<std::string, Coming>> coming = {};                     ///< by variant: sold before it is there
    std::optional<std::vector<media::Picture>> media = {};                        ///< what it shows, in order
    bool is_empty() const { return !seo && !links && !components && !lowest && !coming && !media; }
};
SHAPE(Extras, seo, links, components, lowest, coming, media)

}  // namespace vitrine::search
