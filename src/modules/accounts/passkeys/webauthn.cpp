#include "modules/accounts/passkeys/webauthn.h"

#include <boost/json.hpp>

#include "io/crypto/cbor.h"
#include "io/crypto/cose.h"
#include "io/crypto/digest.h"

namespace vitrine::accounts::webauthn {
namespace {

constexpr size_t head_bytes = 37, hash_bytes = 32, aaguid_bytes = 16;
enum Flag : unsigned { user_present = 0x01, user_verified = 0x04, backup_eligible = 0x08, backed_up = 0x10, has_attested = 0x40, has_extensions = 0x80 };

unsigned byte(std::string_view bytes, size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::optional<std::string> text_of(const boost::json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::optional(std::string(text->data(), text->size())) : std::nullopt;
}

/// Takes a credential off the front of `rest`.
std::optional<Attested> read_attested(std::string_view& rest) {
    if (rest.size() < aaguid_bytes + 2) return {};
    size_t size = byte(rest, aaguid_bytes) << 8 | byte(rest, aaguid_bytes + 1);
    Attested made;
    made.aaguid = rest.substr(0, aaguid_bytes);
    rest.remove_prefix(aaguid_bytes + 2);
    if (size == 0 || size > most_credential_bytes || size > rest.size()) return {};
    made.credential = rest.substr(0, size);
    rest.remove_prefix(size);
    auto key = crypto::read_cbor(rest);
    if (!key) return {};
    made.key = rest.substr(0, key->size);
    rest.remove_prefix(key->size);
    return made;
}

Fault judge_client(const std::optional<ClientData>& client, std::string_view type, const Wanted& wanted) {
    if (!client) return Fault::malformed;
    if (client->type != type) return Fault::type;
    if (!crypto::equal_in_constant_time(client->challenge, wanted.challenge)) return Fault::challenge;
    if (client->origin != wanted.origin) return Fault::origin;
    return client->is_cross_origin ? Fault::cross_origin : Fault::none;
}

Fault judge_authenticator(const AuthenticatorData& data, const Wanted& wanted) {
    if (data.rp_hash != crypto::bytes_of(crypto::sha256(wanted.rp_id))) return Fault::rp;
    if (!data.is_present) return Fault::not_present;
    return wanted.must_verify && !data.is_verified ? Fault::not_verified : Fault::none;
}

/// Sections 8.7 and 8.2: no statement at all, or one that the credential's own key has signed.
Fault judge_attestation(const crypto::Cbor& format, const crypto::Cbor& statement, const crypto::CoseKey& key, std::string_view authenticator_data, std::string_view client_data) {
    if (statement.kind != crypto::Cbor::Kind::map) return Fault::malformed;
    if (format.string == "none") return statement.items.empty() ? Fault::none : Fault::malformed;
    if (format.string != "packed" || statement.find("x5c")) return Fault::format;
    const auto *algorithm = statement.find("alg"), *signature = statement.find("sig");
    bool is_whole = algorithm && algorithm->kind == crypto::Cbor::Kind::integer && signature && signature->kind == crypto::Cbor::Kind::bytes;
    if (!is_whole) return Fault::malformed;
    auto signed_bytes = std::string(authenticator_data) + crypto::bytes_of(crypto::sha256(client_data));
    bool is_signed = algorithm->integer == int(key.algorithm()) && key.accepts(signed_bytes, signature->string);
    return is_signed ? Fault::none : Fault::signature;
}

}  // namespace

std::optional<ClientData> read_client_data(std::string_view json) {
    if (json.size() > most_client_data_bytes) return {};
    boost::system::error_code fault;
    boost::json::parse_options bounded;
    bounded.max_depth = 4;
    auto value = boost::json::parse(json, fault, {}, bounded);
    const auto* object = fault ? nullptr : value.if_object();
    if (!object) return {};
    auto type = text_of(*object, "type"), challenge = text_of(*object, "challenge"), origin = text_of(*object, "origin");
    if (!type || !challenge || !origin) return {};
    const auto* cross = object->if_contains("crossOrigin");
    if (cross && !cross->is_bool()) return {};
    return ClientData{std::move(*type), std::move(*challenge), std::move(*origin), cross && cross->get_bool()};
}

std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes) {
    if (bytes.size() < head_bytes || bytes.size() > most_authenticator_bytes) return {};
    auto flags = byte(bytes, hash_bytes);
    AuthenticatorData data;
    data.rp_hash = bytes.substr(0, hash_bytes);
    data.is_present = flags & user_present;
    data.is_verified = flags & user_verified;
    data.may_sync = flags & backup_eligible;
    data.is_backed_up = flags & backed_up;
    for (size_t i = hash_bytes + 1; i < head_bytes; ++i) data.counter = data.counter << 8 | byte(bytes, i);
    if (data.is_backed_up && !data.may_sync) return {};
    auto rest = bytes.substr(head_bytes);
    if (flags & has_attested) {
        data.attested = read_attested(rest);
        if (!data.attested) return {};
    }
    if (flags & has_extensions) {
        auto extensions = crypto::read_cbor(rest);
        if (!extensions || extensions->item.kind != crypto::Cbor::Kind::map) return {};
        rest.remove_prefix(extensions->size);
    }
    return rest.empty() ? std::optional(std::move(data)) : std::nullopt;
}

std::string_view name_of(Fault fault) {
    switch (fault) {
        case Fault::none: return "none";
        case Fault::malformed: return "malformed";
        case Fault::type: return "type";
        case Fault::challenge: return "challenge";
        case Fault::origin: return "origin";
        case Fault::cross_origin: return "cross_origin";
        case Fault::rp: return "rp";
        case Fault::not_present: return "not_present";
        case Fault::not_verified: return "not_verified";
        case Fault::key: return "key";
        case Fault::format: return "format";
        case Fault::signature: return "signature";
    }
    return "unknown";
}

Registered judge_registration(std::string_view client_data, std::string_view attestation_object, const Wanted& wanted) {
    if (auto fault = judge_client(read_client_data(client_data), "webauthn.create", wanted); fault != Fault::none) return {fault, {}};
    auto object = attestation_object.size() <= most_attestation_bytes ? crypto::read_whole_cbor(attestation_object) : std::nullopt;
    const auto *format = object ? object->find("fmt") : nullptr, *statement = object ? object->find("attStmt") : nullptr, *bytes = object ? object->find("authData") : nullptr;
    bool is_whole = format && format->kind == crypto::Cbor::Kind::text && statement && bytes && bytes->kind == crypto::Cbor::Kind::bytes;
    auto data = is_whole ? read_authenticator_data(bytes->string) : std::nullopt;
    if (!data || !data->attested) return {Fault::malformed, {}};
    if (auto fault = judge_authenticator(*data, wanted); fault != Fault::none) return {fault, {}};
    auto key = crypto::CoseKey::read(data->attested->key);
    if (!key) return {Fault::key, {}};
    if (auto fault = judge_attestation(*format, *statement, *key, bytes->string, client_data); fault != Fault::none) return {fault, {}};
    return {Fault::none, std::move(*data)};
}

Asserted judge_assertion(std::string_view client_data, std::string_view authenticator_data, std::string_view signature, std::string_view key, const Wanted& wanted) {
    if (auto fault = judge_client(read_client_data(client_data), "webauthn.get", wanted); fault != Fault::none) return {fault, {}};
    auto data = read_authenticator_data(authenticator_data);
    if (!data) return {Fault::malformed, {}};
    if (auto fault = judge_authenticator(*data, wanted); fault != Fault::none) return {fault, {}};
    auto kept = crypto::CoseKey::read(key);
    if (!kept) return {Fault::key, {}};
    auto signed_bytes = std::string(authenticator_data) + crypto::bytes_of(crypto::sha256(client_data));
    return kept->accepts(signed_bytes, signature) ? Asserted{Fault::none, std::move(*data)} : Asserted{Fault::signature, {}};
}

}  // namespace vitrine::accounts::webauthn
