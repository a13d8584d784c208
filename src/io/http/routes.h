#pragma once
// Typed handlers: the signature is the API. A handler is a free function
//     Task<Result<CartView>> edit_line(App&, Ctx, http::Path<CartLinePath>, http::Headers<CartAccess>, http::Body<EditLine>);
// and from it come reading (422 with every fault), the answer, and the OpenAPI document.
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "core/ctx.h"
#include "core/shape.h"
#include "core/task.h"
#include "io/http/message.h"
#include "io/http/rate_limit.h"

namespace vitrine::http {

template <class S>
struct Path {
    using shape = S;
    S value;
    const S* operator->() const { return &value; }
};
template <class S>
struct Query {
    using shape = S;
    S value;
    const S* operator->() const { return &value; }
};
/// Header `X-Cart-Token` is member `x_cart_token`. Other headers are not faults.
template <class S>
struct Headers {
    using shape = S;
    S value;
    const S* operator->() const { return &value; }
};
/// application/json
template <class S>
struct Body {
    using shape = S;
    S value;
    const S* operator->() const { return &value; }
};
/// application/x-www-form-urlencoded; unknown fields are not faults (pages may be older than the program).
template <class S>
struct Form {
    using shape = S;
    S value;
    const S* operator->() const { return &value; }
};

/// 201 with the shape and a Location.
template <class S>
struct Created {
    S value;
    std::string location;
    bool replayed = false;  ///< adds Idempotency-Replayed: true
};
struct NoContent {};

enum class Access {
    open,        ///< anybody
    staff,       ///< an API key or session with RouteOptions::permission
    signature,   ///< the handler verifies a signature over the raw body (webhooks)
};

struct RouteOptions {
    std::string summary;                 ///< one line for the OpenAPI document; required under /api
    Access access = Access::open;
    std::string permission;              ///< such as "orders:write"; required with Access::staff
    size_t body_limit_bytes = 64 * 1024;
    int deadline_ms = 10'000;            ///< of ctx.deadline
    bool needs_store = true;             ///< false: /health and the like, which belong to no store
    bool even_when_busy = false;         ///< true: answered though too many requests are in work (/health)
    std::vector<RefusalKind> refusals;   ///< listed in the document
    std::optional<RatePolicy> rate = {}; ///< how often one client may call; more is 429
};

struct ParameterDoc {
    std::string name, in;
    bool required;
    shape::json::object schema;
};
/// What the router and the OpenAPI writer know of a route.
struct Route {
    Method method;
    std::string pattern;                 ///< "/api/v1/carts/{id}/lines/{line}"
    RouteOptions options;
    std::function<void(shape::SchemaBook&, std::vector<ParameterDoc>&, shape::json::object& request_body, shape::json::object& responses)> describe;
    /// `env` is the loop's environment handed to Routes<Env>.
    std::function<Task<Response>(void* env, Ctx, const Request&)> run;
};

namespace detail {

std::string header_name(std::string_view member);
Result<std::string_view> json_body(const Request& request);
Result<shape::Fields> form_body(const Request& request);
shape::Fields header_fields(const Request& request);

template <class A>
struct Argument;

template <class S>
struct Argument<Path<S>> {
    static Result<Path<S>> read(const Request& request) {
        auto value = read_fields<S>(request.path_parameters);
        if (!value) {  // a path that cannot be an id is a thing that does not exist
            return refuse(refusals::not_found);
        }
        return Path<S>{std::move(*value)};
    }
};
template <class S>
struct Argument<Query<S>> {
    static Result<Query<S>> read(const Request& request) {
        auto value = read_fields<S>(request.query, request.path.starts_with("/api/") ? UnknownFields::refuse : UnknownFields::ignore);
        if (!value) return refuse(std::move(value.error()));
        return Query<S>{std::move(*value)};
    }
};
template <class S>
struct Argument<Headers<S>> {
    static Result<Headers<S>> read(const Request& request) {
        auto value = read_fields<S>(header_fields(request), UnknownFields::ignore);
        if (!value) return refuse(std::move(value.error()));
        return Headers<S>{std::move(*value)};
    }
};
template <class S>
struct Argument<Body<S>> {
    static Result<Body<S>> read(const Request& request) {
        auto text = json_body(request);
        if (!text) return refuse(std::move(text.error()));
        auto value = read_json<S>(*text);
        if (!value) return refuse(std::move(value.error()));
        return Body<S>{std::move(*value)};
    }
};
template <class S>
struct Argument<Form<S>> {
    static Result<Form<S>> read(const Request& request) {
        auto fields = form_body(request);
        if (!fields) return refuse(std::move(fields.error()));
        auto value = read_fields<S>(*fields, UnknownFields::ignore);
        if (!value) return refuse(std::move(value.error()));
        return Form<S>{std::move(*value)};
    }
};
template <>
struct Argument<const Request&> {
    static Result<std::reference_wrapper<const Request>> read(const Request& request) { return std::cref(request); }
};

/// How a handler's value becomes an answer.
template <class R>
Response answer(R&& value) {
    using T = std::remove_cvref_t<R>;
    if constexpr (std::is_same_v<T, Response>) return std::forward<R>(value);
    else if constexpr (std::is_same_v<T, NoContent>) return Response{204, {}, std::string()};
    else if constexpr (std::is_same_v<T, std::shared_ptr<const CachedAnswer>>) {
        Response response;
        response.status = value->status;
        response.body = std::forward<R>(value);
        return response;
    } else if constexpr (requires { value.location; value.replayed; value.value; }) {
        auto response = json_text(to_json(value.value), 201);
        response.set("Location", value.location);
        if (value.replayed) response.set("Idempotency-Replayed", "true");
        return response;
    } else return json_text(to_json(value));
}

}  // namespace detail

/// Collects the routes of the modules. Env is what every handler is handed first (the program's App).
template <class Env>
class Routes {
public:
    template <class R, class... A>
    void get(std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options = {}) {
        add(Method::get, std::move(pattern), handler, std::move(options));
    }
    template <class R, class... A>
    void post(std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options = {}) {
        add(Method::post, std::move(pattern), handler, std::move(options));
    }
    template <class R, class... A>
    void put(std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options = {}) {
        add(Method::put, std::move(pattern), handler, std::move(options));
    }
    template <class R, class... A>
    void patch(std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options = {}) {
        add(Method::patch, std::move(pattern), handler, std::move(options));
    }
    template <class R, class... A>
    void del(std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options = {}) {
        add(Method::del, std::move(pattern), handler, std::move(options));
    }

    std::vector<Route> take() { return std::move(routes_); }

private:
    template <class R, class... A>
    void add(Method method, std::string pattern, Task<Result<R>> (*handler)(Env&, Ctx, A...), RouteOptions options) {
        Route route{method, std::move(pattern), std::move(options), describer<R, A...>(), {}};
        route.run = [handler](void* env, Ctx ctx, const Request& request) -> Task<Response> {
            return run_handler<R, A...>(handler, *static_cast<Env*>(env), std::move(ctx), request);
        };
        routes_.push_back(std::move(route));
    }

    template <class R, class... A>
    static Task<Response> run_handler(Task<Result<R>> (*handler)(Env&, Ctx, A...), Env& env, Ctx ctx, const Request& request) {
        auto request_id = ctx.request_id;
        auto arguments = std::make_tuple(detail::Argument<A>::read(request)...);
        std::optional<Refusal> refused;
        std::apply([&](auto&... argument) { (collect(refused, argument), ...); }, arguments);
        if (refused) co_return problem(*refused, request_id);
        auto task = std::apply([&](auto&... argument) { return handler(env, std::move(ctx), std::move(*argument)...); }, arguments);
        auto result = co_await std::move(task);
        if (!result) co_return problem(result.error(), request_id);
        co_return detail::answer(std::move(*result));
    }

    template <class T>
    static void collect(std::optional<Refusal>& refused, Result<T>& argument) {
        if (argument) return;
        if (!refused) refused = std::move(argument.error());
        else refused->errors.insert(refused->errors.end(), argument.error().errors.begin(), argument.error().errors.end());
    }

    template <class R, class... A>
    static auto describer();

    std::vector<Route> routes_;
};

}  // namespace vitrine::http

#include "io/http/describe.h"
