#pragma once
#include <map>

#include "io/html/template.h"
#include "modules/returns/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// What a customer has typed into the form for a return, kept when something was wrong with it.
struct ReturnForm {
    std::map<std::int64_t, std::string> quantities, exchanges;   ///< by the line's position
    std::string reason, words, wish = "refund";
    bool is_fetched = false;
};
/// Pure. Reads the form's fields.
ReturnForm return_form(const shape::Fields& form);
/// Pure. What it asks for; lines without a quantity are not sent back. Refuses request.invalid with a pointer a fault.
Result<returns::AskReturn> request_of(const ReturnForm& form);

/// What the page shows: what may come back with the form, and the returns there are.
struct ReturnPageSeen {
    const orders::OrderView& order;
    const returns::Offer& offer;
    const std::vector<returns::ReturnView>& all;
    const ReturnForm& form;
    std::vector<Fault> faults = {};
    std::string detail = {};       ///< of the refusal, where no fault says it
};
html::Data returns_data(const Page& page, const ReturnPageSeen& seen);

}  // namespace vitrine::storefront
