// How long a wrong signature is looked at, by how much of it was right: the times must not differ by more than their own noise. A coarse measure, by hand only: ninja signature_bench.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

#include "io/crypto/digest.h"
#include "modules/payments/gateways/provider_call.h"

int main() {
    using namespace vitrine;
    constexpr int rounds = 300, calls = 2'000;
    const std::string message(2'000, 'm'), secret = "whsec_bench";
    auto right = crypto::hex(crypto::hmac_sha256(secret, message));
    std::array<std::string, 3> guesses{right, right, right};
    guesses[0].front() ^= 1, guesses[1][right.size() / 2] ^= 1, guesses[2].back() ^= 1;
    std::array<std::vector<long>, 3> took;
    bool fits = false;
    for (int round = 0; round < rounds; ++round)
        for (size_t which = 0; which < guesses.size(); ++which) {  // in turn, so that what else the machine does falls on all alike
            auto begin = std::chrono::steady_clock::now();
            for (int n = 0; n < calls; ++n) fits |= payments::providers::signature_fits(guesses[which], message, secret);
            took[which].push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count() / calls);
        }
    const char* names[] = {"first character wrong", "middle one wrong", "last one wrong"};
    for (size_t which = 0; which < guesses.size(); ++which) {
        auto& all = took[which];
        std::ranges::sort(all);
        std::printf("%-22s median %ld ns, of %d rounds the middle half within %ld ns\n", names[which], all[all.size() / 2], rounds, all[all.size() * 3 / 4] - all[all.size() / 4]);
    }
    return fits ? 1 : 0;
}
