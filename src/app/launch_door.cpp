#include "app/launch_door.h"

#include <algorithm>
#include <array>

#include "modules/accounts/identities.h"
#include "modules/app.h"
#include "modules/launch/api.h"
#include "modules/storefront/api.h"

namespace vitrine::app {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array exact{"/account/link"sv, "/account/sign-out"sv, "/account/forgotten"sv, "/account/mail-link"sv, "/account/new-password"sv, "/account/invitation"sv, "/account/second-factor"sv,
                           "/account/keep"sv, "/checkout/return"sv, "/assets/{file}"sv, "/theme/{file}"sv, "/preview"sv, "/api/v1/notice-preferences"sv, "/api/v1/data-requests/withdrawal"sv};
constexpr std::array beginnings{"/account/sign-in"sv, "/account/with/"sv, "/launch/"sv, "/api/v1/launch-signups"sv, "/orders/{order}"sv, "/api/v1/orders/{id}"sv, "/api/v1/payments/"sv, "/notices/"sv};

bool is_page(std::string_view pattern) { return !pattern.starts_with("/api/") && !pattern.starts_with("/media/") && !pattern.ends_with("/live") && pattern != "/sitemap.xml"; }

http::Response closed(App& app, const Ctx& ctx, const http::Request& request, std::string_view pattern) {
    if (pattern == "/robots.txt") {
        auto response = http::html("User-agent: *\nDisallow: /\n");
        return std::move(response.set("Content-Type", "text/plain; charset=utf-8").set("Cache-Control", "no-store").set("X-Robots-Tag", "noindex"));
    }
    auto response = is_page(pattern) ? storefront::coming_soon(app, ctx, request) : http::problem(refuse(launch::closed).error(), ctx.request_id);
    return std::move(response.set("Cache-Control", "no-store").set("X-Robots-Tag", "noindex"));
}

/// What was kept for everybody gets headers of its own here.
void keep_private(http::Response& response) {
    if (auto* kept = std::get_if<std::shared_ptr<const http::CachedAnswer>>(&response.body)) {
        auto own = std::make_shared<http::CachedAnswer>(**kept);
        std::erase_if(own->headers, [](const auto& header) { return header.first == "Cache-Control"; });
        response.body = std::shared_ptr<const http::CachedAnswer>(std::move(own));
    }
    response.set("Cache-Control", "private, no-store").set("X-Robots-Tag", "noindex");
}

using Run = std::function<Task<http::Response>(void*, Ctx, const http::Request&)>;

Task<http::Response> look_in(const Run& run, void* env, Ctx ctx, const http::Request& request) {
    auto response = co_await run(env, std::move(ctx), request);
    keep_private(response);
    co_return response;
}

Task<http::Response> refuse_entry(App& app, Ctx ctx, const http::Request& request, std::string_view pattern) { co_return closed(app, ctx, request, pattern); }

}  // namespace

bool is_answered_before_opening(const http::Route& route) {
    std::string_view pattern = route.pattern;
    if (!route.options.needs_store || route.options.access != http::Access::open || accounts::is_way_in(pattern)) return true;
    if (pattern.starts_with("/api/v1/auth/")) return true;
    return std::ranges::find(exact, pattern) != exact.end() || std::ranges::any_of(beginnings, [&](std::string_view beginning) { return pattern.starts_with(beginning); });
}

void close_until_launch(std::vector<http::Route>& routes) {
    for (auto& route : routes) {
        if (is_answered_before_opening(route)) continue;
        route.run = [run = std::move(route.run), pattern = route.pattern](void* env, Ctx ctx, const http::Request& request) -> Task<http::Response> {
            auto& app = *static_cast<App*>(env);
            auto door = launch::door_of(app.config, ctx, request);
            if (door == launch::Door::open) return run(env, std::move(ctx), request);
            if (door == launch::Door::ajar) return look_in(run, env, std::move(ctx), request);
            return refuse_entry(app, std::move(ctx), request, pattern);
        };
    }
}

}  // namespace vitrine::app
