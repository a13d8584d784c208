#pragma once
#include "core/validity.h"
#include "modules/taxes/api.h"

namespace vitrine::taxes {

/// A row with the instants its days begin and end.
struct TimedRate {
    const TaxRate* rate;
    Validity validity;
};
struct ZoneRates {
    const Zone* zone;
    std::map<std::string, std::vector<TimedRate>, std::less<>> by_class;
};

/// Tables with their indices. The pointers point into `tables`.
struct TaxTables::Compiled {
    Tables tables;
    std::vector<ZoneRates> zones;
    std::unordered_map<VariantId, const Assignment*> by_variant;
    std::unordered_map<ProductId, const Assignment*> by_product;
    std::map<std::string, const Assignment*, std::less<>> by_category;
    std::map<std::string, const Class*, std::less<>> classes;
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> regions;  ///< country → spelling → code
    std::vector<std::pair<const Exemption*, Validity>> exemptions;
};

}  // namespace vitrine::taxes
