#pragma once
// An authenticator in software: makes keys and signs as security keys and phones do (W3C Web Authentication Level 3), and lies where a test says so.
#include <optional>
#include <string>

#include "io/crypto/cose.h"
#include "modules/accounts/passkeys/api.h"

namespace vitrine::test {

/// CBOR as authenticators write it: definite lengths, the shortest form.
std::string cbor_number(std::int64_t value);
std::string cbor_bytes(std::string_view bytes);
std::string cbor_text(std::string_view text);
std::string cbor_map(size_t pairs);                                      ///< its head
std::string cbor_array(size_t items);

class Authenticator {
public:
    explicit Authenticator(crypto::CoseAlgorithm algorithm = crypto::CoseAlgorithm::es256);
    ~Authenticator();
    Authenticator(Authenticator&&) noexcept;
    Authenticator& operator=(Authenticator&&) noexcept;

    /// What a browser on a page of `origin` gives to our form.
    accounts::NewPasskey create(const accounts::PasskeyOptions& asked);
    accounts::PasskeyAnswer get(const accounts::PasskeyOptions& asked);

    std::string credential;                                              ///< its id, in bytes
    std::string user_handle;                                             ///< learnt when it was made
    std::string origin = "http://test.localhost:8080";
    std::uint32_t counter = 0;
    bool has_counter = true;                                             ///< false: says zero for ever, as synced passkeys do
    bool is_present = true, is_verified = true, may_sync = false, is_backed_up = false;
    std::optional<std::string> other_rp, other_type, other_challenge;   ///< lies
    bool is_cross_origin = false;
    bool attests_itself = false;                                         ///< "packed", signed by its own key; else "none"
    std::string extensions;                                              ///< CBOR of a map; empty: none

    std::string cose_key() const;
    std::string sign(const std::string& message) const;
    std::string authenticator_data(const std::string& rp_id, bool is_new);
    std::string client_data(const std::string& type, const std::string& challenge) const;
    std::string attestation_object(const std::string& rp_id, const std::string& client_data);

private:
    crypto::CoseAlgorithm algorithm_ = crypto::CoseAlgorithm::es256;
    void* key_ = nullptr;
};

}  // namespace vitrine::test
