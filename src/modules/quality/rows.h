#pragma once
#include "modules/quality/gate.h"

namespace vitrine::quality {

struct PolicyRow {
    bool is_on = false;
    RawJson document;
    std::int64_t version = 1;
    Instant updated_at{};
    std::string actor;
};
SHAPE(PolicyRow, is_on, document, version, updated_at, actor)
struct OverrideRow {
    catalog::ProductId product;
    std::string rule, reason;
    Instant expires_at{};
    std::string actor;
    Instant set_at{};
};
SHAPE(OverrideRow, product, rule, reason, expires_at, actor, set_at)
struct VerdictRow {
    catalog::ProductId product;
    bool is_fit = false;
    RawJson found;
    Instant judged_at{};
};
SHAPE(VerdictRow, product, is_fit, found, judged_at)

}  // namespace vitrine::quality
