#include "io/crypto/seal.h"

#include <gtest/gtest.h>

namespace vitrine::crypto {
namespace {

TEST(seal, opens_with_the_same_key_and_purpose_only) {
    auto sealed = seal("master", "webhooks", "whsec_abc");
    EXPECT_EQ(unseal("master", "webhooks", sealed), "whsec_abc");
    EXPECT_FALSE(unseal("other", "webhooks", sealed));
    EXPECT_FALSE(unseal("master", "mail", sealed));
}

TEST(seal, shows_nothing_of_the_secret_and_never_looks_the_same) {
    auto once = seal("master", "webhooks", "whsec_abc"), again = seal("master", "webhooks", "whsec_abc");
    EXPECT_NE(once, again);
    EXPECT_EQ(once.find("whsec"), std::string::npos);
}

TEST(seal, does_not_open_when_a_byte_was_changed_or_is_missing) {
    auto sealed = seal("master", "webhooks", "whsec_abc");
    for (size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = char(changed[i] ^ 1);
        EXPECT_FALSE(unseal("master", "webhooks", changed)) << i;
        EXPECT_FALSE(unseal("master", "webhooks", sealed.substr(0, i))) << i;
    }
}

}  // namespace
}  // namespace vitrine::crypto
