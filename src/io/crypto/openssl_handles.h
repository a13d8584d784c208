#pragma once
// What OpenSSL hands out, freed by its own functions. For the sources of this folder.
#include <memory>
#include <string_view>

#include <openssl/bn.h>
#include <openssl/evp.h>

namespace vitrine::crypto {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* it) const {
        free(it);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

/// Text as OpenSSL takes bytes.
inline const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace vitrine::crypto
