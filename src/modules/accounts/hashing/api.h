#pragma once
// Argon2id away from the loops: a few threads, a short line, and an honest "busy" when it is full.
#include <string>

#include "core/result.h"
#include "core/task.h"

namespace vitrine::accounts {

/// Half of the cores hash, at least one: memory is bounded (19 MiB each), and shoppers who browse never wait for those who sign in.
int hashing_threads();
inline constexpr size_t hashing_line = 64;   ///< who comes when so many wait is told to come again: some two seconds of work for one thread

/// Refuses server.overloaded with Retry-After when the line is full.
Task<Result<std::string>> hash_of(std::string password);
/// Compares with the hash, or, where there is none, with one of nobody that costs the same: the time tells nothing. Never true without a hash.
/// Refuses server.overloaded with Retry-After when the line is full.
Task<Result<bool>> fits(std::string hash, std::string password);

/// Holds all hashing back while it lives, so that tests can fill the line.
class HashingHeld {
public:
    HashingHeld();
    ~HashingHeld();
    HashingHeld(const HashingHeld&) = delete;
    HashingHeld& operator=(const HashingHeld&) = delete;
};

}  // namespace vitrine::accounts
