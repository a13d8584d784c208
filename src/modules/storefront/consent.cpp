// Whether a visitor lets the shop measure: the page that says what for, and the answer.
#include "modules/consent/api.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/layout.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {

Task<Result<http::Response>> consent_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    if (page.consent == consent::Standing::not_asked) co_return refuse(refusals::not_found);
    auto data = layout(page, {.title = "Privacy choices | " + page.store->name, .is_noindex = true});
    data["asks_consent"] = false;  // the page asks itself
    data["is_given"] = page.consent == consent::Standing::given;
    data["is_refused"] = page.consent == consent::Standing::refused;
    co_return respond(page, "consent", std::move(data));
}

Task<Result<http::Response>> send_consent(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto response = go_to(page, safe_path(field(form, "return_to"), "/"));
    bool says_yes = field(form, "analytics") == "yes", says_no = field(form, "analytics") == "no";
    if (!may_act(app.config, request, page.visit, form, false) || says_yes == says_no) {
        set_flash(response, request, "foreign");
        co_return response;
    }
    auto chosen = co_await consent::choose(app, ctx, request, {says_yes}, response);
    if (!chosen) co_return refuse(std::move(chosen.error()));
    set_flash(response, request, says_yes ? "consent_yes" : "consent_no");
    co_return response;
}

}  // namespace vitrine::storefront
