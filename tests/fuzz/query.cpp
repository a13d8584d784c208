// What stands in an address: the target of a request line, the query of a listing, the page a form sends people back to.
#include "core/text.h"
#include "io/http/message.h"
#include "io/http/target.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/listing_query.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

/// What the listing's page makes of it: the address of an address is itself, or caches would keep one page twice.
void read_listing(const shape::Fields& fields) {
    auto currency = *Currency::parse("PKR");
    auto wanted = storefront::read_listing_query(fields, currency, "pens");
    must(wanted.page >= 1 && wanted.page <= storefront::listing_last_page, "a page that there can be");
    auto address = storefront::listing_address("/c/pens", wanted, currency);
    http::Request again;
    std::string authority;
    must(http::read_target(address, again, authority), "the address we write is one");
    must(storefront::listing_address("/c/pens", storefront::read_listing_query(again.query, currency, "pens"), currency) == address, "reading our own address changes nothing");
}

void read_return(std::string_view wanted) {
    auto path = storefront::safe_path(wanted, "/");
    bool is_ours = path.starts_with('/') && !path.starts_with("//") && path.find_first_of("\\\r\n\t ") == std::string::npos;
    must(is_ours, "nobody is sent to another site");
}

}  // namespace

void query(std::string_view bytes) {
    Input input(bytes);
    auto target = input.line();
    read_return(input.rest());
    http::Request request;
    std::string authority;
    if (!http::read_target(target, request, authority)) return;
    must(request.path.starts_with('/') && is_utf8(request.path), "a path is text that begins with a slash");
    auto written = http::encode_form(request.query);
    must(http::parse_form(written) == request.query, "a query that is written and read is the same");
    read_listing(request.query);
}

}  // namespace vitrine::fuzz
