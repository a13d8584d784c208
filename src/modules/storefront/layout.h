#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/html/template.h"
#include "modules/consent/api.h"
#include "modules/launch/api.h"
#include "modules/prices/api.h"
#include "modules/search/api.h"
#include "modules/storefront/site.h"
#include "modules/storefront/visit.h"
#include "modules/stores/api.h"

namespace vitrine::storefront {

/// What a page handler works with: the store, its catalog as it stands now, and the visitor.
struct Page {
    App& app;
    const Ctx& ctx;
    const http::Request& request;
    std::shared_ptr<const stores::Store> store;
    std::shared_ptr<const search::Snapshot> snapshot;
    Visit visit;
    launch::Door door = launch::Door::open;       ///< ajar: the visitor looks in before the store opens; shut: sees nothing of what it sells
    consent::Standing consent = consent::Standing::not_asked;
    std::shared_ptr<const prices::View> prices;   ///< what this visitor pays, in the currency chosen by ?currency=, by cookie, else the store's own; null without a store

    Page(App& app, const Ctx& ctx, const http::Request& request);
    Currency currency() const { return prices->currency(); }
};

/// Where the pictures of this page's store are fetched from: its CDN, or nothing for its own host.
std::string media_base(const Page& page);

/// The currency that the address asks for, `?currency=USD`; nothing when it names none that the store sells in.
std::optional<Currency> asked_currency(const stores::Store& store, const http::Request& request);

/// The head of a page.
struct Head {
    std::string title;
    std::string description;
    std::string canonical_path;          ///< empty: the page is not to be found by search engines
    std::string og_type = "website";
    std::optional<Money> price;
    std::vector<std::string> json_ld;    ///< JSON texts in which '<' is escaped
    int refresh_seconds = 0;             ///< reload without scripts; 0: no
    bool is_noindex = false;
    std::string address = {};            ///< where a choice of another currency leads back to; empty: the path
};

/// Everything the frame of a page needs. Pages add their own members.
html::Members layout(const Page& page, Head head);

/// "Card, cash on delivery or bank transfer", of the ways to pay this store has. Pure.
std::string pay_promise(const stores::Store& store);

/// Scheme and authority that search engines know this store by, without a slash at the end.
std::string public_base(const Page& page);
/// The same as this visitor's browser sees it, where the Host it names is one of ours: what gateways lead back to is nobody else's choice.
std::string visited_base(const Page& page);

/// "/c/x" → "Kaghaz & Qalam" breadcrumbs start at Home; the last has no link.
html::List crumbs(const std::vector<search::Crumb>& path, std::string_view last = {});
std::string breadcrumb_json(const Page& page, const std::vector<search::Crumb>& path);

/// The answer of a page that belongs to one visitor: the template, or the fragments asked for. Clears the flash it showed.
http::Response respond(const Page& page, std::string_view template_name, html::Members data, int status = 200);

/// The answer of a page that is the same for everybody (but for the count of the cart): from the cache when it was rendered for this version and not
/// longer ago than `fresh`, else made by `fill`. A visitor with a message to read gets a page of their own.
http::Response respond_cached(const Page& page, std::string_view template_name, std::string key, std::uint64_t version, Duration fresh,
                              const std::function<html::Members()>& fill);

/// For pages whose address takes longer to understand than its answer takes to send: remember_address keeps what respond_cached gave under the very address
/// (path and query as sent), and respond_known gives it again while it is good for this version.
std::optional<http::Response> respond_known(const Page& page, std::uint64_t version);
void remember_address(const Page& page, std::uint64_t version, Duration fresh, const http::Response& response);

/// 303 to `path`; a form sent by script gets the address in X-Location instead.
http::Response go_to(const Page& page, const std::string& path);

}  // namespace vitrine::storefront
