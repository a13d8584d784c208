#include "modules/storefront/questions.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::vector<payments::Method> methods_of(const Page& page, const Checkout& open) {
    return payments::methods(page.app.config, *page.store, open.cart.totals.payable, open.cart.shipping_address->country.str());
}

/// What the buyer has chosen and said so far, and what is wrong with it.
struct Wish {
    std::string method;
    payments::Answers answers;
    std::vector<Fault> faults;
};

html::List questions_data(const payments::Method& method, const Wish& wish) {
    bool is_wished = method.code == wish.method;
    return question_inputs(method.code, method.questions, is_wished ? wish.answers : payments::Answers{}, is_wished ? wish.faults : std::vector<Fault>{});
}

html::List method_list(const Page& page, const Checkout& open, const Wish& wish) {
    auto chosen = wish.method;
    auto methods = methods_of(page, open);
    bool is_known = false;
    for (const auto& method : methods) is_known = is_known || (method.code == chosen && !method.unavailable_reason);
    html::List list;
    for (const auto& method : methods) {
        bool can = !method.unavailable_reason;
        bool is_checked = can && (is_known ? method.code == chosen : chosen.empty());
        if (is_checked) chosen = method.code;  // without a choice the first that works is offered
        list.push_back(html::Data{{"value", method.code},
                                  {"label", method.name},
                                  {"text", can ? method.description : *method.unavailable_reason},
                                  {"price", can && method.fee ? html::Data("+ " + format_for_people(*method.fee)) : html::Data(false)},
                                  {"checked", is_checked},
                                  {"disabled", !can},
                                  {"has_questions", can && !method.questions.empty()},
                                  {"questions", questions_data(method, wish)}});
    }
    return list;
}

/// The ways that cannot be used without scripts, in words; none: false.
html::Data scripted_ones(const Page& page, const Checkout& open) {
    std::string names;
    for (const auto& method : methods_of(page, open))
        if (method.needs_script && !method.unavailable_reason) names += (names.empty() ? "" : ", ") + method.name;
    return names.empty() ? html::Data(false) : html::Data(names);
}

http::Response show(const Page& page, const Checkout& open, const Wish& wish, int status = 200) {
    auto data = checkout_frame(page, open, Step::payment, "Payment");
    data["field"] = "method";
    data["options"] = method_list(page, open, wish);
    data["needs_script"] = scripted_ones(page, open);
    data["faults"] = question_faults(wish.method, wish.faults);
    return step_page(page, open, "checkout_payment", std::move(data), status);
}

}  // namespace

Task<Result<http::Response>> payment(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::payment)) co_return onward(page, first->path, first->flash);
    if (is_covered(*open)) co_return onward(page, "/checkout/review");
    co_return show(page, *open, {chosen_method(request), chosen_answers(request), {}});
}

Task<Result<http::Response>> save_payment(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto open = co_await open_checkout(page);
    if (!open) co_return onward(page, "/cart");
    if (auto first = detour(page, *open, Step::payment)) co_return onward(page, first->path, first->flash);
    if (!may_act(app.config, request, page.visit, form, true)) co_return onward(page, "/checkout/payment", "expired");
    auto wanted = field(form, "method");
    for (const auto& method : methods_of(page, *open)) {
        if (method.code != wanted || method.unavailable_reason) continue;
        auto said = answers_in(form, wanted, method.questions);
        auto answers = payments::read_answers(method.questions, said);
        if (!answers) co_return show(page, *open, {wanted, said, answers.error().errors}, 422);
        auto response = onward(page, "/checkout/review");
        remember_method(response, request, wanted);
        remember_answers(response, request, *answers);
        co_return response;
    }
    co_return onward(page, "/checkout/payment", "method");
}

}  // namespace vitrine::storefront
