#pragma once
#include "modules/accounts/api.h"
#include "modules/accounts/passkeys/api.h"

namespace vitrine::accounts {

/// Whoever may have a mailbox; nobody: all but the counts is empty.
struct Candidate {
    std::optional<Uuid> person;
    std::optional<std::string> email, name, password_hash;
    bool is_blocked = false;
    std::optional<pg::Bytes> totp_sealed;
    std::optional<Instant> totp_since;
    std::optional<std::int64_t> totp_step;
    bool has_passkey = false;
    std::int64_t failures = 0;
    bool knows_device = false, has_signed_in = false;
};
SHAPE(Candidate, person, email, name, password_hash, is_blocked, totp_sealed, totp_since, totp_step, has_passkey, failures, knows_device, has_signed_in)

struct PersonRow {
    Uuid id;
    Kind kind = Kind::customer;
    std::string email, name;
    bool is_blocked = false;
    std::optional<std::string> password_hash;
    std::vector<std::string> roles;
    std::optional<pg::Bytes> totp_sealed;
    std::optional<Instant> totp_since;
    std::int64_t totp_step = 0;
    Instant created_at{};
    std::int64_t version = 1;
};
SHAPE(PersonRow, id, kind, email, name, is_blocked, password_hash, roles, totp_sealed, totp_since, totp_step, created_at, version)

struct SessionRow {
    SessionId id;
    std::string agent, network, how;
    Instant opened_at{}, seen_at{}, ends_at{};
};
SHAPE(SessionRow, id, agent, network, how, opened_at, seen_at, ends_at)

struct HeldToken {
    Uuid id;
    SessionId session;
    Uuid person;
    Kind kind = Kind::customer;
    pg::Bytes device;
    Instant ends_at{};
    std::optional<Instant> ended_at;
};
SHAPE(HeldToken, id, session, person, kind, device, ends_at, ended_at)
struct TokenUse {
    Instant issued_at{};
    std::optional<Instant> used_at;
    std::optional<Uuid> child;
    std::optional<Instant> child_used_at;
};
SHAPE(TokenUse, issued_at, used_at, child, child_used_at)

struct LinkRow {
    LinkId id;
    Purpose purpose = Purpose::sign_in;
    Kind kind = Kind::customer;
    std::optional<Uuid> person;
    std::string email;
    std::optional<std::string> former_email;
    std::string name;
    std::optional<std::string> password_hash;
    std::vector<std::string> roles;
    std::string return_to;
    Instant made_at{}, ends_at{};
    std::optional<Instant> used_at;
};
SHAPE(LinkRow, id, purpose, kind, person, email, former_email, name, password_hash, roles, return_to, made_at, ends_at, used_at)

struct PasskeyRow {
    PasskeyId id;
    Uuid person;
    Kind kind = Kind::customer;
    std::string host;
    pg::Bytes credential, public_key;
    std::int64_t counter = 0;
    std::string name;
    std::vector<std::string> transports;
    bool may_sync = false;
    Instant made_at{};
    std::optional<Instant> used_at;
};
SHAPE(PasskeyRow, id, person, kind, host, credential, public_key, counter, name, transports, may_sync, made_at, used_at)

struct AddressRow {
    AddressId id;
    RawJson address;
    bool is_default = false;
    std::int64_t version = 1;
};
SHAPE(AddressRow, id, address, is_default, version)

struct KeyRow {
    Uuid id;
    pg::Bytes modulus, exponent, sealed;
    Instant signs_from{};
};
SHAPE(KeyRow, id, modulus, exponent, sealed, signs_from)
struct PublicKeyRow {
    StoreId store;
    Uuid id;
    pg::Bytes modulus, exponent;
};
SHAPE(PublicKeyRow, store, id, modulus, exponent)
struct EndedSession {
    SessionId id;
    Instant ends_at{};
};
SHAPE(EndedSession, id, ends_at)
struct StaffRow {
    StoreId store;
    Uuid person;
    std::vector<std::string> permissions;
};
SHAPE(StaffRow, store, person, permissions)
struct RoleRow {
    std::string name;
    std::vector<std::string> permissions;
    std::int64_t version = 1;
};
SHAPE(RoleRow, name, permissions, version)
struct InvitationRow {
    LinkId id;
    std::string email, name;
    std::vector<std::string> roles;
    std::string inviter;
    Instant made_at{}, ends_at{};
};
SHAPE(InvitationRow, id, email, name, roles, inviter, made_at, ends_at)
struct StaffListRow {
    Uuid id;
    std::string email, name;
    std::vector<std::string> roles;
    bool is_blocked = false, has_second_factor = false;
    std::optional<Instant> signed_in_at;
    std::int64_t version = 1;
};
SHAPE(StaffListRow, id, email, name, roles, is_blocked, has_second_factor, signed_in_at, version)

}  // namespace vitrine::accounts
