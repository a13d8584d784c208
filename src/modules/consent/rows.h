#pragma once
#include "modules/accounts/api.h"
#include "modules/consent/settings.h"

namespace vitrine::consent {

struct SettingsRow {
    bool asks = false;
    std::int64_t version = 1, text_version = 1;
};
SHAPE(SettingsRow, asks, version, text_version)
struct AskingRow {
    StoreId store;
    std::int64_t text_version = 1;
};
SHAPE(AskingRow, store, text_version)
struct AnswerCounts {
    std::int64_t given = 0, refused = 0;
};
SHAPE(AnswerCounts, given, refused)

}  // namespace vitrine::consent
