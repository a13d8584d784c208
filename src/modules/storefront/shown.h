#pragma once
#include <exception>

#include "io/http/routes.h"
#include "io/pg/db.h"
#include "io/telemetry/log.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The page that tells a shopper about a refusal, with its status. Needs no database.
http::Response error_page(App& app, const Ctx& ctx, const http::Request& request, const Refusal& refusal);

/// Lets the browser keep the currency that the address asked for, and its cart follow. Nothing where it asked for none.
Task<void> keep_currency(App& app, Ctx ctx, const http::Request& request, http::Response& response);

/// Makes a page handler answer in HTML whatever happens: this is the edge where a refusal or an exception becomes a page instead of problem+json.
template <Task<Result<http::Response>> (*handler)(App&, Ctx, const http::Request&)>
Task<Result<http::Response>> shown(App& app, Ctx ctx, const http::Request& request) {
    Refusal refused;
    try {
        auto answer = co_await handler(app, ctx, request);
        if (answer) {
            if (!request.query.empty()) co_await keep_currency(app, ctx, request, *answer);
            co_return std::move(*answer);
        }
        refused = std::move(answer.error());
    } catch (const pg::Unavailable& away) {
        log::warn("storefront.unavailable", {{"reason", away.what()}, {"request_id", ctx.request_id}});
        refused = refuse(refusals::overloaded).error();
    } catch (const std::exception& fault) {
        log::error("storefront.fault", {{"reason", fault.what()}, {"request_id", ctx.request_id}});  // the access log names the route; a path may hold anything
        refused = refuse(refusals::broken).error();
    }
    co_return error_page(app, ctx, request, refused);
}

}  // namespace vitrine::storefront
