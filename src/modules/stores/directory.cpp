#include <unordered_map>

#include "core/published.h"
#include "io/crypto/digest.h"
#include "modules/stores/api.h"
#include "modules/stores/sql.h"

namespace vitrine::stores {
namespace {

using StorePtr = std::shared_ptr<const Store>;

struct State {
    std::vector<StorePtr> all;
    std::unordered_map<std::string, StorePtr> by_host, by_slug;
    std::unordered_map<StoreId, StorePtr> by_id;
    std::unordered_map<std::string, KeyHolder> keys;  // by the SHA-256 of the key
    StorePtr fallback;
};

std::string host_without_port(std::string_view host) {
    auto name = lower_ascii(host);
    if (auto colon = name.rfind(':'); colon != std::string::npos && name.find(']', colon) == std::string::npos) name.resize(colon);
    return name;
}

template <class Map, class Key>
typename Map::mapped_type find_or_null(const Map& map, const Key& key) {
    auto found = map.find(key);
    return found == map.end() ? typename Map::mapped_type{} : found->second;
}

State build(const std::vector<sql::StoreRow>& stores, const std::vector<sql::KeyRow>& keys) {
    State state;
    for (const auto& row : stores) {
        auto settings = read_json<Store>(row.settings.text);
        if (!settings) throw std::runtime_error("the settings of store " + row.store_id.text() + " do not fit their shape");
        settings->id = row.store_id;
        auto store = std::make_shared<const Store>(std::move(*settings));
        state.all.push_back(store);
        state.by_host[store->host] = state.by_slug[store->slug] = state.by_id[store->id] = store;
        if (store->is_default || !state.fallback) state.fallback = store;
    }
    for (const auto& row : keys) state.keys[row.hash.value] = {row.id, row.store_id, row.name, row.permissions};
    return state;
}

}  // namespace

struct Directory::Inner {
    Published<State> state;
};

Directory::Directory() : inner_(std::make_unique<Inner>()) {}
Directory::~Directory() = default;

StorePtr Directory::by_host(std::string_view host_header) const {
    auto state = inner_->state.get();
    auto store = find_or_null(state->by_host, host_without_port(host_header));
    return store ? store : state->fallback;
}

StorePtr Directory::by_slug(std::string_view slug) const { return find_or_null(inner_->state.get()->by_slug, std::string(slug)); }
StorePtr Directory::by_id(StoreId id) const { return find_or_null(inner_->state.get()->by_id, id); }

StorePtr Directory::known(StoreId id) const {
    auto store = by_id(id);
    if (!store) throw UnknownStore();
    return store;
}

std::vector<StorePtr> Directory::all() const { return inner_->state.get()->all; }

std::optional<KeyHolder> Directory::key(std::string_view presented) const {
    auto state = inner_->state.get();
    auto found = state->keys.find(crypto::bytes_of(crypto::sha256(presented)));
    return found == state->keys.end() ? std::nullopt : std::optional(found->second);
}

Task<void> Directory::refresh(pg::Db& worker) {
    Ctx ctx{.now = clock_now(), .role = Role::worker, .actor = "directory"};
    auto stores = co_await worker.read(ctx, sql::all_stores());
    auto keys = co_await worker.read(ctx, sql::all_keys());
    inner_->state.set(std::make_shared<const State>(build(stores, keys)));
}

bool KeyHolder::may(std::string_view permission) const { return allows(permissions, permission); }

}  // namespace vitrine::stores
