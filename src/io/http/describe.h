#pragma once
// The half of typed handlers that writes the OpenAPI document; included by routes.h only.

namespace vitrine::http {
namespace detail {

using shape::json::object;
struct Description {
    shape::SchemaBook& book;
    std::vector<ParameterDoc>& parameters;
    object& request_body;
    object& responses;
};

template <class S>
void describe_parameters(Description& into, std::string in) {
    shape::each_member<S>([&](auto member) {
        using M = std::remove_cvref_t<decltype(std::declval<S&>().*member.pointer)>;
        bool required = in == "path" || !(shape::is_optional<M> || (requires { typename M::value_type; } && !std::is_same_v<M, std::string>));
        into.parameters.push_back({in == "header" ? header_name(member.name) : std::string(member.name), in, required, shape::Codec<M>::schema(into.book)});
    });
}

template <class A>
void describe_argument(Description& into) {
    if constexpr (requires { typename A::shape; }) {
        using S = typename A::shape;
        if constexpr (std::is_same_v<A, Path<S>>) describe_parameters<S>(into, "path");
        else if constexpr (std::is_same_v<A, Query<S>>) describe_parameters<S>(into, "query");
        else if constexpr (std::is_same_v<A, Headers<S>>) describe_parameters<S>(into, "header");
        else {
            std::string media = std::is_same_v<A, Body<S>> ? "application/json" : "application/x-www-form-urlencoded";
            into.request_body = {{"required", true}, {"content", object{{media, object{{"schema", shape::Codec<S>::schema(into.book)}}}}}};
        }
    }
}

template <class R>
void describe_answer(Description& into) {
    auto json_answer = [](object schema) { return object{{"application/json", object{{"schema", std::move(schema)}}}}; };
    if constexpr (std::is_same_v<R, NoContent>) into.responses["204"] = {{"description", "Done; nothing to say"}};
    else if constexpr (std::is_same_v<R, Response> || std::is_same_v<R, std::shared_ptr<const CachedAnswer>>) into.responses["200"] = {{"description", "See the summary"}};
    else if constexpr (requires(R r) { r.location; r.replayed; }) into.responses["201"] = {{"description", "Made"}, {"content", json_answer(shape::Codec<decltype(R::value)>::schema(into.book))}};
    else into.responses["200"] = {{"description", "The answer"}, {"content", json_answer(shape::Codec<R>::schema(into.book))}};
}

}  // namespace detail

template <class Env>
template <class R, class... A>
auto Routes<Env>::describer() {
    return [](shape::SchemaBook& book, std::vector<ParameterDoc>& parameters, shape::json::object& request_body, shape::json::object& responses) {
        detail::Description into{book, parameters, request_body, responses};
        (detail::describe_argument<A>(into), ...);
        detail::describe_answer<R>(into);
    };
}

}  // namespace vitrine::http
