#pragma once
#include "modules/documents/api.h"

namespace vitrine::documents {

struct ListedRow {
    DocumentId id;
    Kind kind = Kind::invoice;
    std::string number;
    OrderId order_id;
    std::optional<std::string> refund;
    Currency currency;
    std::int64_t total = 0, tax = 0;
    std::string day, actor;
    Instant issued_at{};
};
SHAPE(ListedRow, id, kind, number, order_id, refund, currency, total, tax, day, actor, issued_at)

}  // namespace vitrine::documents
