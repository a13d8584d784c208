#pragma once
#include "modules/returns/api.h"

namespace vitrine::returns {

struct ReturnRow {
    ReturnId id;
    std::string number;
    OrderId order_id;
    std::string order_number;
    Wish wish = Wish::refund;
    MoneyTo destination = MoneyTo::original;
    std::string reason, reason_words, words;
    bool is_our_fault = false, is_fetched = false;
    RawJson terms;
    Currency currency;
    pg::Bytes fingerprint;
    Instant asked_at{};
    State state = State::asked;
    std::int64_t version = 1;
    std::string decision;
    std::optional<fulfilment::ParcelId> parcel;
    std::optional<RawJson> plan;
    std::optional<std::int64_t> amount, withheld, credit;
    std::optional<std::string> refund;
    std::optional<OrderId> replacement;
    std::optional<std::string> attention, attention_words;
    Instant changed_at{};
};
SHAPE(ReturnRow, id, number, order_id, order_number, wish, destination, reason, reason_words, words, is_our_fault, is_fetched, terms, currency, fingerprint, asked_at, state, version, decision,
      parcel, plan, amount, withheld, credit, refund, replacement, attention, attention_words, changed_at)

}  // namespace vitrine::returns
