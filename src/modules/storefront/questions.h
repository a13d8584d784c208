#pragma once
#include "modules/payments/api.h"
#include "modules/storefront/checkout.h"

namespace vitrine::storefront {

/// What a form says to the asks of a way to pay: its fields are called "<code>.<ask>", so that several ways can stand in one form.
payments::Answers answers_in(const shape::Fields& form, std::string_view method, const std::vector<payments::Question>& questions);

/// The inputs of these questions, with what was said and what is wrong with it.
html::List question_inputs(std::string_view method, const std::vector<payments::Question>& questions, const payments::Answers& said, const std::vector<Fault>& faults);

/// The faults for the head of the page, each leading to its input; false when there are none.
html::Data question_faults(std::string_view method, const std::vector<Fault>& faults);

/// What was said, for people: "From my mobile account · 03001234567". Empty when nothing is asked.
std::string answers_text(const std::vector<payments::Question>& questions, const payments::Answers& said);

}  // namespace vitrine::storefront
