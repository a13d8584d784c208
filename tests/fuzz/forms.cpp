// Forms and queries into shapes: what is refused is answered in JSON that anybody can read, what is taken is text that a database can keep.
#include <optional>

#include <boost/json.hpp>

#include "core/text.h"
#include "io/http/message.h"
#include "modules/accounts/api.h"
#include "modules/orders/list.h"
#include "modules/search/listing_query.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

struct Everything {
    std::string text;
    std::optional<std::int64_t> number;
    std::optional<bool> is_yes;
    std::optional<Instant> at;
    std::optional<Currency> currency;
    std::optional<double> ratio;
    std::vector<std::string> list;
    std::map<std::string, std::string> filter;
    std::optional<Text<1, 20>> title;
};
SHAPE(Everything, text, number, is_yes, at, currency, ratio, list, filter, title)

template <class T>
void read_as(const shape::Fields& fields) {
    auto value = read_fields<T>(fields);
    boost::system::error_code fault;
    if (value) {
        boost::json::parse(to_json(*value), fault);
        must(!fault, "what was taken is written as JSON");
        return;
    }
    must(value.error().status == 422 && !value.error().errors.empty(), "a refusal says what is wrong");
    auto answer = http::problem(value.error(), "req_1");
    boost::json::parse(std::get<std::string>(answer.body), fault);
    must(!fault, "a refusal is JSON");
}

}  // namespace

void forms(std::string_view bytes) {
    Input input(bytes);
    auto kind = input.decision() % 4;
    auto fields = http::parse_form(input.rest());
    if (!fields) return;
    must(http::parse_form(http::encode_form(*fields)) == fields, "a form that is written and read is the same");
    if (kind == 0) read_as<Everything>(*fields);
    if (kind == 1) read_as<search::ListingParameters>(*fields);
    if (kind == 2) read_as<orders::OrderFilter>(*fields);
    if (kind == 3) read_as<accounts::Registration>(*fields);
}

}  // namespace vitrine::fuzz
