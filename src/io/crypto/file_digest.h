#pragma once
#include <optional>
#include <string>

#include "io/crypto/digest.h"

namespace vitrine::crypto {

/// SHA-256 of a file, read piece by piece. Blocks: use it off the loop. Nothing when it cannot be read.
std::optional<Digest> sha256_of_file(const std::string& path);

}  // namespace vitrine::crypto
