#include "tests/shop/jazzcash_stand.h"

namespace vitrine::test {

using namespace simulators::jazzcash;

shape::Fields JazzcashStand::pay(const payments::Next& next, std::string code) {
    shape::Fields form;
    for (const auto& [name, value] : next.fields.value()) form.emplace_back(name, value);
    auto opened = it.account.open_page(form);
    if (!opened) throw std::logic_error("JazzCash does not take the form: " + opened.error().code + " " + opened.error().message);
    it.account.end((*opened)->reference, std::move(code));
    return it.account.result_of(**opened, (*opened)->code, message_of((*opened)->code));
}

http::Request JazzcashStand::notification() const { return jazzcash_message(last_told("notification").body, it.account.keys.salt); }

http::Request jazzcash_message(const std::string& body, const std::string& salt) {
    http::Request request{.method = http::Method::post, .path = "/webhooks/jazzcash", .body = sealed(salt, body)};
    request.headers = {{"content-type", "application/json; charset=utf-8"}};
    return request;
}

}  // namespace vitrine::test
