#include "core/random.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <random>
#include <stdexcept>
#include <sys/random.h>
#include <vector>

#include "core/base32.h"

namespace vitrine {
namespace {

struct Pool {
    std::array<std::uint8_t, 4096> bytes;
    size_t used = sizeof(bytes);
    std::optional<std::mt19937_64> seeded;

    void refill() {
        if (seeded) {
            for (size_t i = 0; i < bytes.size(); i += 8) {
                std::uint64_t word = (*seeded)();
                std::memcpy(bytes.data() + i, &word, 8);
            }
        } else {
            for (size_t have = 0; have < bytes.size();) {
                ssize_t got = getrandom(bytes.data() + have, bytes.size() - have, 0);
                if (got < 0 && errno != EINTR) throw std::runtime_error("the kernel gives no random bytes");
                if (got > 0) have += size_t(got);
            }
        }
        used = 0;
    }
};

thread_local Pool pool;

}  // namespace

void random_bytes(std::span<std::uint8_t> bytes) {
    size_t done = 0;
    while (done < bytes.size()) {
        if (pool.used == pool.bytes.size()) pool.refill();
        size_t now = std::min(bytes.size() - done, pool.bytes.size() - pool.used);
        std::memcpy(bytes.data() + done, pool.bytes.data() + pool.used, now);
        std::memset(pool.bytes.data() + pool.used, 0, now);
        pool.used += now;
        done += now;
    }
}

std::uint64_t random_below(std::uint64_t bound) {
    std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound, value = 0;
    do {
        random_bytes({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
    } while (value >= limit);
    return value % bound;
}

std::string random_token(int bits) {
    std::vector<std::uint8_t> bytes(size_t(bits + 7) / 8);
    random_bytes(bytes);
    return base32_encode(bytes);
}

void seed_random_for_tests(std::uint64_t seed) {
    pool.seeded.emplace(seed);
    pool.used = pool.bytes.size();
}

}  // namespace vitrine
