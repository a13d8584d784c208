// JSON bodies into the shapes of routes: a body that is taken is written and taken again as the same; one that is refused says where, in JSON.
#include <boost/json.hpp>

#include "io/http/message.h"
#include "modules/accounts/api.h"
#include "modules/carts/api.h"
#include "modules/catalog/product.h"
#include "modules/orders/api.h"
#include "modules/orders/drafts.h"
#include "modules/orders/edit.h"
#include "modules/promotions/rule.h"
#include "modules/returns/policy.h"
#include "modules/risk/rule.h"
#include "modules/search/settings.h"
#include "modules/shipping/tables.h"
#include "modules/taxes/api.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

template <class T>
void read_as(std::string_view body) {
    auto value = read_json<T>(body);
    if (!value) {
        boost::system::error_code fault;
        boost::json::parse(std::get<std::string>(http::problem(value.error(), "req_1").body), fault);
        must(!fault, "a refusal is JSON");
        bool is_told = value.error().code == refusals::malformed.code || !value.error().errors.empty();
        must(is_told, "a refusal says what is wrong");
        return;
    }
    auto written = to_json(*value);
    must(written.find("\\u0000") == std::string::npos || written.find("\\\\u0000") != std::string::npos, "no NUL, which a database cannot keep");
    auto again = read_json<T>(written);
    must(again.has_value(), "what was written can be read");
    must(to_json(*again) == written, "and is the same");
}

using Read = void (*)(std::string_view body);
constexpr Read readers[] = {read_as<orders::PlaceOrder>,    read_as<orders::DraftContent>,  read_as<orders::OrderEdit>,       read_as<carts::Addresses>,   read_as<catalog::ProductChange>,
                            read_as<promotions::Definition>, read_as<risk::Definition>,      read_as<taxes::Tables>,           read_as<shipping::Tables>,   read_as<returns::Policy>,
                            read_as<search::SearchSettings>, read_as<accounts::Registration>, read_as<accounts::Credentials>};

}  // namespace

void shapes(std::string_view bytes) {
    Input input(bytes);
    auto kind = input.decision();
    readers[kind % std::size(readers)](input.rest());
}

}  // namespace vitrine::fuzz
