#pragma once
#include "modules/launch/gate.h"

namespace vitrine::launch {

struct DoorRow {
    StoreId store;
    RawJson document;
    std::optional<std::string> password_hash;
    std::int64_t password_number = 0;
};
SHAPE(DoorRow, store, document, password_hash, password_number)
struct HolderRow {
    StoreId store;
    PreviewId id;
    Instant expires_at{};
};
SHAPE(HolderRow, store, id, expires_at)
struct GateRow {
    RawJson document;
    std::int64_t version = 1;
    std::optional<std::string> password_hash;
    std::int64_t password_number = 0;
};
SHAPE(GateRow, document, version, password_hash, password_number)
struct PreviewRow {
    PreviewId id;
    std::string name;
    Instant made_at{}, expires_at{};
    std::optional<Instant> revoked_at;
    std::string actor;
};
SHAPE(PreviewRow, id, name, made_at, expires_at, revoked_at, actor)
struct SignupRow {
    SignupId id;
    std::string mailbox;
    Instant asked_at{};
    std::optional<Instant> confirmed_at, told_at;
};
SHAPE(SignupRow, id, mailbox, asked_at, confirmed_at, told_at)
struct SignupCounts {
    std::int64_t signups = 0, confirmed = 0, told = 0;
};
SHAPE(SignupCounts, signups, confirmed, told)

}  // namespace vitrine::launch
