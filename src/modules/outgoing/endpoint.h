#pragma once
// Where a store's webhooks go: chosen by staff, each with a secret of its own.
#include "core/text.h"
#include "core/transition.h"
#include "core/whole.h"
#include "modules/outgoing/api.h"

namespace vitrine::outgoing {

inline constexpr RefusalKind endpoint_not_found{"outgoing.endpoint_not_found", 404, "No such endpoint"};
inline constexpr RefusalKind too_many_endpoints{"outgoing.too_many_endpoints", 409, "A store has at most 20 endpoints"};
inline constexpr RefusalKind delivery_not_found{"outgoing.delivery_not_found", 404, "No such delivery"};
inline constexpr RefusalKind still_on_its_way{"outgoing.still_on_its_way", 409, "This delivery is still on its way"};

inline constexpr std::string_view relay_kind = "outgoing.relay", deliver_kind = "outgoing.deliver", copy_kind = "outgoing.copy";

enum class EndpointState { enabled, paused };
SHAPE_ENUM(EndpointState, enabled, paused)
enum class DeliveryState { pending, delivered, failed, skipped };
SHAPE_ENUM(DeliveryState, pending, delivered, failed, skipped)

/// What staff say about an endpoint.
struct EndpointInput {
    Text<10, 500> url;
    std::optional<Text<0, 200>> description;
    std::vector<std::string> events;             ///< names of the catalogue, or "*" for all of them and those to come
    std::optional<EndpointState> state;          ///< absent: enabled
};
SHAPE(EndpointInput, url, description, events, state)

struct EndpointView {
    EndpointId id;
    std::int64_t version = 1;
    std::string url, description;
    std::vector<std::string> events;
    EndpointState state = EndpointState::enabled;
    std::int64_t failures_in_row = 0;
    std::optional<Instant> open_until;           ///< the circuit is open: nothing is sent before
    std::optional<Instant> previous_secret_until;  ///< what is sent is signed with the secret before, too, until then
    Instant created_at{}, updated_at{};
};
SHAPE(EndpointView, id, version, url, description, events, state, failures_in_row, open_until, previous_secret_until, created_at, updated_at)
struct EndpointList {
    std::vector<EndpointView> items;
};
SHAPE(EndpointList, items)
/// With the secret, which is shown this once.
struct EndpointWithSecret {
    EndpointView endpoint;
    std::string secret;
};
SHAPE(EndpointWithSecret, endpoint, secret)

struct Rotation {
    std::optional<Whole<0, 168>> overlap_hours;  ///< how long the old secret signs beside the new one; absent: 24
};
SHAPE(Rotation, overlap_hours)

struct EndpointRow {
    EndpointId id;
    std::int64_t version = 1;
    std::string url, description;
    std::vector<std::string> events;
    EndpointState state = EndpointState::enabled;
    pg::Bytes secret;
    std::optional<pg::Bytes> previous_secret;
    std::optional<Instant> previous_until;
    std::int64_t failures_in_row = 0;
    std::optional<Instant> open_until;
    Instant created_at{}, updated_at{};
};
SHAPE(EndpointRow, id, version, url, description, events, state, secret, previous_secret, previous_until, failures_in_row, open_until, created_at, updated_at)

/// Refuses request.invalid with every fault at its pointer, outgoing.too_many_endpoints.
Task<Result<EndpointWithSecret>> create_endpoint(App& app, Ctx ctx, EndpointInput in);
/// Repeatable. Enabling also forgets what failed. Refuses outgoing.endpoint_not_found, request.stale_version, request.invalid.
Task<Result<EndpointView>> replace_endpoint(App& app, Ctx ctx, EndpointId id, std::optional<std::int64_t> version, EndpointInput in);
/// What waits for it is skipped. Refuses outgoing.endpoint_not_found, request.stale_version.
Task<Result<bool>> remove_endpoint(App& app, Ctx ctx, EndpointId id, std::optional<std::int64_t> version);
Task<Result<EndpointView>> find_endpoint(App& app, Ctx ctx, EndpointId id);
Task<EndpointList> list_endpoints(App& app, Ctx ctx);
/// A new secret; the old one signs beside it for a while, so that no message is lost while the other side changes over. Refuses outgoing.endpoint_not_found.
Task<Result<EndpointWithSecret>> rotate_secret(App& app, Ctx ctx, EndpointId id, Rotation in);

}  // namespace vitrine::outgoing
