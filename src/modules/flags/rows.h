#pragma once
#include "core/id.h"
#include "modules/flags/switches.h"

namespace vitrine::flags {

struct SettingRow {
    StoreId store;
    std::string key;
    RawJson document;
};
SHAPE(SettingRow, store, key, document)
struct OwnRow {
    std::string key;
    RawJson document;
    std::int64_t version = 1;
    Instant updated_at{};
    std::string actor;
};
SHAPE(OwnRow, key, document, version, updated_at, actor)
struct TesterRow {
    StoreId store;
    std::string key;
    CustomerId customer;
};
SHAPE(TesterRow, store, key, customer)

}  // namespace vitrine::flags
