#pragma once
// What the proofs over all gateways share: a sandbox on a test's own database, and a purchase told step by step.
#include <gtest/gtest.h>

#include "app/selftest/sandbox.h"
#include "tests/support/database.h"

namespace vitrine::test {

/// Shops of a self-test on a fresh database.
///
///     Proof proof;
///     auto& stand = proof.box.stand("stripe");
///     auto bought = proof.box.buy(stand, proof.box.basket(stand, 0));
class Proof {
public:
    explicit Proof(std::uint64_t seed = 1) : box({database.owner(), database.app(4), database.worker(2)}, "presets", seed) {}

    /// The gateway's messages so far that may change a payment, signed now.
    std::vector<http::Request> wanted_messages(selftest::Stand& stand);
    /// Lets the clock pass so that every retry, lease and sweep has its turn.
    void let_pass(Duration hop, int hops);

    TestDatabase database;
    selftest::Sandbox box;
};

/// Whether a message is one that makes the shop look, by the gateway's own reading.
bool is_wanted(selftest::Sandbox& box, selftest::Stand& stand, const http::Request& request);

/// The name of a parameterised test: its gateway.
inline std::string name_of(const testing::TestParamInfo<std::string>& info) { return info.param; }

}  // namespace vitrine::test
