#pragma once
// What authenticators say and sign (W3C Web Authentication Level 3), read and judged without asking anybody: pure functions on bounded input.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::accounts::webauthn {

inline constexpr size_t most_client_data_bytes = 4'096, most_authenticator_bytes = 4'096, most_attestation_bytes = 16'384, most_credential_bytes = 1'023;

/// The client's data (section 5.8.1), as the browser wrote it.
struct ClientData {
    std::string type, challenge, origin;
    bool is_cross_origin = false;
};
/// Nothing for what is no such JSON, or too long.
std::optional<ClientData> read_client_data(std::string_view json);

/// A credential that an authenticator has made (section 6.5.2). The key is its COSE key's bytes.
struct Attested {
    std::string aaguid, credential, key;
};
/// Authenticator data (section 6.1).
struct AuthenticatorData {
    std::string rp_hash;
    bool is_present = false, is_verified = false, may_sync = false, is_backed_up = false;
    std::uint32_t counter = 0;
    std::optional<Attested> attested;
};
/// Nothing for what is cut short, has bytes left over, or says that it is backed up though it cannot be.
std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes);

/// What an answer must fit.
struct Wanted {
    std::string challenge;               ///< as base64url
    std::string origin, rp_id;
    bool must_verify = false;            ///< that the person was verified, not only there
};

enum class Fault { none, malformed, type, challenge, origin, cross_origin, rp, not_present, not_verified, key, format, signature };
/// For a log and for tests.
std::string_view name_of(Fault fault);

/// A new credential that was found good.
struct Registered {
    Fault fault = Fault::none;           ///< none: the rest is filled
    AuthenticatorData data;
};
/// Judges an answer to navigator.credentials.create (section 7.1). Attestation: "none", and "packed" where the credential attests itself, whose signature is checked then. Every
/// other format, and "packed" with certificates, is refused (Fault::format): we ask for none, so browsers send none, and we keep no list of makers to trust.
Registered judge_registration(std::string_view client_data, std::string_view attestation_object, const Wanted& wanted);

struct Asserted {
    Fault fault = Fault::none;
    AuthenticatorData data;
};
/// Judges an answer to navigator.credentials.get (section 7.2) by the credential's key. The counter is judged apart (is_counter_good).
Asserted judge_assertion(std::string_view client_data, std::string_view authenticator_data, std::string_view signature, std::string_view key, const Wanted& wanted);

/// Section 6.1.1: an authenticator without a counter says zero for ever; one with a counter says more each time. Else there may be two of it.
constexpr bool is_counter_good(std::int64_t kept, std::int64_t said) { return (kept == 0 && said == 0) || said > kept; }

}  // namespace vitrine::accounts::webauthn
