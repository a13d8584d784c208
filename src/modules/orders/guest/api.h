#pragma once
// How whoever holds an order's token shows it to a route: in the header X-Order-Token, or as ?token= in a link.
#include <optional>
#include <string>

#include "io/http/routes.h"

namespace vitrine::orders {

struct GuestHeader {
    std::optional<std::string> x_order_token;
};
SHAPE(GuestHeader, x_order_token)
struct GuestQuery {
    std::optional<std::string> token;
};
SHAPE(GuestQuery, token)

/// Pure. The token of the header, else of the query; empty: neither.
inline std::string guest_secret(const std::optional<std::string>& header, const http::Query<GuestQuery>& query) { return header.value_or(query->token.value_or("")); }

}  // namespace vitrine::orders
