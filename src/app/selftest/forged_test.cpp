// Forged, broken, expired, re-ordered and replayed messages at every gateway: every table before is every table afterwards, row by row.
#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include "modules/payments/gateway.h"
#include "modules/payments/operations.h"
#include "tests/shop/proof.h"

namespace vitrine::selftest {
namespace {

using Dump = std::map<std::string, std::string>;

std::string what_differs(const Dump& before, const Dump& after) {
    std::string out;
    for (const auto& [table, lines] : after)
        if (!before.contains(table) || before.at(table) != lines) out += table + " ";
    return out;
}

/// One purchase that was paid; its wanted messages as they would be posted, not yet handed in.
struct Paid {
    explicit Paid(test::Proof& proof, const std::string& code) : stand(proof.box.stand(code)) {
        bought = proof.box.buy(stand, proof.box.basket(stand, 0));
        stand.take_news();
        proof.box.pay(stand, bought, Paying::well);
        news = stand.take_news();
        for (const auto& message : news) {
            auto request = stand.posted(message, proof.box.now);
            if (test::is_wanted(proof.box, stand, request)) messages.push_back(std::move(request));
        }
    }
    Stand& stand;
    Bought bought;
    std::vector<Message> news;
    std::vector<http::Request> messages;
};

std::vector<std::string> codes_that_send() {
    std::vector<std::string> out;
    for (const auto& code : stand_codes())
        if (payments::find_gateway(code)->can().is_remote) out.push_back(code);
    return out;
}

/// Easypaisa signs nothing: the other tests show that nothing it says is believed.
std::vector<std::string> codes_that_sign() {
    auto out = codes_that_send();
    std::erase(out, "easypaisa");
    return out;
}

class every_gateways_messages : public testing::TestWithParam<std::string> {};
class every_signed_message : public testing::TestWithParam<std::string> {};

/// What a later repeat is kept in again where messages have no names; nothing else may change.
std::vector<std::string> inbox_of(const Stand& stand) { return stand.names_messages() ? std::vector<std::string>{} : std::vector<std::string>{"payments.webhook_inbox"}; }

/// Every way to spoil a good request that its signature must notice.
std::vector<http::Request> spoiled(const Stand& stand, const http::Request& good) {
    std::vector<http::Request> out;
    std::mt19937_64 dice(45);
    auto add = [&](auto change) {
        auto request = good;
        change(request);
        out.push_back(std::move(request));
    };
    for (std::uint64_t chance = 0; chance < 40; ++chance) add([&](auto& request) { stand.spoil(request, chance); });
    if (good.body.empty()) return out;
    add([](auto& request) { request.body.clear(); });
    for (size_t cut : {size_t(1), good.body.size() / 2}) add([&](auto& request) { request.body.resize(request.body.size() - cut); });
    if (!stand.signs_every_byte()) return out;
    add([](auto& request) { request.headers.clear(); });
    add([](auto& request) { request.body += ' '; });
    for (int n = 0; n < 20; ++n)
        add([&](auto& request) {
            auto& letter = request.body[size_t(dice() % request.body.size())];
            letter = letter == '1' ? '2' : '1';
        });
    for (size_t header = 0; header < good.headers.size(); ++header) {
        if (good.headers[header].first.find("signature") == std::string::npos) continue;
        add([&](auto& request) { request.headers[header].second.clear(); });
        add([&](auto& request) { request.headers[header].second.pop_back(); });
        add([&](auto& request) { request.headers[header].second.back() = request.headers[header].second.back() == '0' ? '1' : '0'; });
    }
    return out;
}

TEST_P(every_gateways_messages, change_nothing_when_they_are_forged_or_broken) {
    test::Proof proof;
    Paid paid(proof, GetParam());
    ASSERT_FALSE(paid.messages.empty());
    auto before = proof.box.dump();
    const auto& store = proof.box.store_of(paid.stand);
    for (const auto& good : paid.messages)
        for (auto& bad : spoiled(paid.stand, good)) ASSERT_EQ(proof.box.post(std::move(bad), store), 400);
    for (const auto& message : paid.news) EXPECT_EQ(proof.box.post(paid.stand.posted(message, proof.box.now, true), store), 400) << "signed with a guessed secret";
    if (paid.stand.signatures_expire())
        for (auto off : {Duration(-10min), Duration(10min)}) EXPECT_EQ(proof.box.post(paid.stand.posted(paid.news.back(), proof.box.now + off), store), 400) << "too old, or of the future";
    auto after = proof.box.dump();
    EXPECT_EQ(after, before) << what_differs(before, after);
    EXPECT_EQ(proof.box.post(paid.messages.back(), store), 200) << "while the good one is taken";
    EXPECT_NE(proof.box.dump(), before);
}

TEST_P(every_gateways_messages, change_nothing_when_they_come_again_in_any_order) {
    test::Proof proof;
    Paid paid(proof, GetParam());
    const auto& store = proof.box.store_of(paid.stand);
    for (const auto& request : paid.messages) EXPECT_EQ(proof.box.post(request, store), 200);
    proof.let_pass(1min, 3);  // within the five minutes for which a signature is good
    ASSERT_EQ(proof.box.state(paid.stand, paid.bought), payments::State::succeeded);
    auto inbox = inbox_of(paid.stand);
    auto before = proof.box.dump(inbox);
    std::mt19937_64 dice(46);
    for (int round = 0; round < 5; ++round) {
        std::ranges::shuffle(paid.messages, dice);
        for (const auto& request : paid.messages) EXPECT_EQ(proof.box.post(request, store), 200) << "or it would come for ever";
        proof.box.work();
    }
    auto after = proof.box.dump(inbox);
    EXPECT_EQ(after, before) << what_differs(before, after);
}

// `vitrine replay-webhooks --shuffle --duplicate 5`
TEST_P(every_gateways_messages, change_nothing_when_the_kept_ones_are_replayed) {
    test::Proof proof;
    Paid paid(proof, GetParam());
    const auto& store = proof.box.store_of(paid.stand);
    for (const auto& request : paid.messages) EXPECT_EQ(proof.box.post(request, store), 200);
    proof.let_pass(2min, 3);
    auto before = proof.box.dump();
    proof.box.now += 24h;  // long after their signatures have expired
    auto replayed = proof.box.run(payments::replay_webhooks(proof.box.app(), proof.box.ctx(paid.stand), {.times = 5, .is_shuffled = true, .seed = 3}));
    EXPECT_EQ(replayed.kept, std::ssize(paid.messages));
    EXPECT_EQ(replayed.fed, 5 * replayed.kept);
    EXPECT_EQ(replayed.known, replayed.fed);
    EXPECT_EQ(replayed.taken_as_new, 0);
    EXPECT_EQ(replayed.refused, 0);
    if (paid.stand.names_messages()) EXPECT_EQ(proof.box.post(paid.messages.front(), store), paid.stand.signatures_expire() ? 400 : 200) << "from outside the clock is the shop's";
    proof.box.now -= 24h;
    proof.box.work();
    auto after = proof.box.dump();
    EXPECT_EQ(after, before) << what_differs(before, after);
}

TEST_P(every_signed_message, is_not_taken_by_a_replay_when_the_secret_was_rolled) {
    test::Proof proof;
    Paid paid(proof, GetParam());
    EXPECT_EQ(proof.box.post(paid.messages.front(), proof.box.store_of(paid.stand)), 200);
    auto before = proof.box.dump();
    auto& settings = proof.box.config().gateway_settings;
    auto name = GetParam() + (settings.contains(GetParam() + "_webhook_secret") ? "_webhook_secret" : "_salt");
    ASSERT_TRUE(settings.contains(name));
    settings[name] = "another";
    auto replayed = proof.box.run(payments::replay_webhooks(proof.box.app(), proof.box.ctx(paid.stand), {}));
    EXPECT_EQ(replayed.refused, 1);
    EXPECT_EQ(proof.box.dump(), before);
}

INSTANTIATE_TEST_SUITE_P(of, every_gateways_messages, testing::ValuesIn(codes_that_send()), test::name_of);
INSTANTIATE_TEST_SUITE_P(of, every_signed_message, testing::ValuesIn(codes_that_sign()), test::name_of);

std::string code_of(const std::string& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// How long a comparison takes must not tell how much of a guess was right: wherever a gateway looks at a signature, the comparison is the constant-time one.
TEST(signatures, are_compared_in_constant_time_by_every_gateway) {
    auto shared = code_of("src/modules/payments/gateways/provider_call.cpp");
    EXPECT_NE(shared.find("crypto::equal_in_constant_time(expected, given)"), std::string::npos);
    for (const auto& code : codes_that_sign()) {
        std::string text;
        for (const auto* file : {"_webhook.cpp", "_hash.cpp", "_message.cpp"}) text += code_of("src/modules/payments/gateways/" + code + file);
        ASSERT_FALSE(text.empty()) << code;
        bool is_constant = text.find("equal_in_constant_time(") != std::string::npos || text.find("signature_fits(") != std::string::npos;
        EXPECT_TRUE(is_constant) << code;
        for (const auto* hasty : {"expected == ", "== expected", "given == ", "== given", "signature == ", "== signature", "memcmp", "strcmp"})
            EXPECT_EQ(text.find(hasty), std::string::npos) << code << " compares with " << hasty;
    }
    auto digest = code_of("src/io/crypto/digest.cpp");
    auto body = digest.substr(digest.find("bool equal_in_constant_time"));
    EXPECT_NE(body.substr(0, body.find("\n}")).find("CRYPTO_memcmp"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::selftest
