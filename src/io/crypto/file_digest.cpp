#include "io/crypto/file_digest.h"

#include <cstdio>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "core/check.h"

namespace vitrine::crypto {

std::optional<Digest> sha256_of_file(const std::string& path) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"), &std::fclose);
    if (!file) return {};
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> sum(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    check(sum && EVP_DigestInit_ex(sum.get(), EVP_sha256(), nullptr) == 1, "OpenSSL knows SHA-256");
    std::vector<char> piece(256 * 1024);
    while (auto count = std::fread(piece.data(), 1, piece.size(), file.get())) EVP_DigestUpdate(sum.get(), piece.data(), count);
    if (std::ferror(file.get())) return {};
    Digest out{};
    EVP_DigestFinal_ex(sum.get(), out.data(), nullptr);
    return out;
}

}  // namespace vitrine::crypto
