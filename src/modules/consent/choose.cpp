#include "modules/accounts/api.h"
#include "modules/consent/settings.h"
#include "modules/consent/sql.h"

namespace vitrine::consent {
namespace {

constexpr int half_a_year_s = 182 * 24 * 60 * 60;

}  // namespace

Task<Result<ChoiceView>> choose(App& app, Ctx ctx, const http::Request& request, Choice choice, http::Response& response) {
    auto text = asked_text(ctx.store);
    if (!text) co_return ChoiceView{};
    auto id = ChoiceId::next(ctx.now);
    auto person = accounts::person_of(ctx);
    std::optional<accounts::CustomerId> customer;
    if (ctx.role == Role::customer && person) customer = accounts::CustomerId{person->id};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::add_answer(id, customer, choice.analytics, *text, ctx.now));
        co_return true;
    };
    auto kept = co_await app.db.transaction(ctx, body);
    if (!kept) co_return refuse(std::move(kept.error()));
    auto value = id.text() + (choice.analytics ? ".1." : ".0.") + std::to_string(*text);
    response.add("Set-Cookie", http::set_cookie({.name = "consent", .value = std::move(value), .max_age_s = half_a_year_s, .http_only = false}, request.is_tls));
    co_return ChoiceView{choice.analytics ? Standing::given : Standing::refused, *text};
}

}  // namespace vitrine::consent
