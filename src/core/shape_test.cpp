#include "core/shape.h"

#include <random>

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace vitrine::shop_of_tests {

enum class Kind { plain, gift, pre_order };
SHAPE_ENUM(Kind, plain, gift, pre_order)

struct Line {
    Id<"var"> variant;
    Quantity quantity;
    std::optional<Text<1, 5>> note;
};
SHAPE(Line, variant, quantity, note)

struct Basket {
    Email email;
    Kind kind = Kind::plain;
    std::vector<Line> lines;
    std::map<std::string, std::vector<std::int64_t>> counts;
    std::optional<Money> tip;
    bool paid = false;
};
SHAPE(Basket, email, kind, lines, counts, tip, paid)

struct Everything {
    std::int32_t small = 0;
    std::uint8_t tiny = 0;
    double ratio = 0;
    std::string text;
    Instant at{};
    Currency currency;
    RawJson raw;
};
SHAPE(Everything, small, tiny, ratio, text, at, currency, raw)

struct Tree {
    std::string name;
    std::vector<Tree> below;
};
SHAPE(Tree, name, below)

struct One {
    std::int64_t n = 0;
};
SHAPE(One, n)

struct Ratio {
    double r = 0;
};
SHAPE(Ratio, r)

struct Note {
    std::string text;
};
SHAPE(Note, text)

struct Any {
    RawJson any;
};
SHAPE(Any, any)

bool operator==(const Line& a, const Line& b) { return a.variant == b.variant && a.quantity == b.quantity && a.note == b.note; }

}  // namespace vitrine::shop_of_tests

namespace vitrine {
namespace {

using namespace shop_of_tests;

const std::string variant = "var_05zj5rksp1yc7664vg60r1sshw";
const std::string line = R"({"variant":")" + variant + R"(","quantity":2})";

/// "pointer code" of each fault, or the refusal's code when nothing was read.
template <class T>
std::vector<std::string> faults(std::string_view text) {
    auto read = read_json<T>(text);
    if (read) return {};
    std::vector<std::string> out;
    for (const auto& fault : read.error().errors) {
        EXPECT_FALSE(fault.detail.empty());
        out.push_back(fault.pointer + " " + fault.code);
    }
    return out.empty() ? std::vector{read.error().code} : out;
}
using Faults = std::vector<std::string>;

TEST(shape, is_read_from_json) {
    auto basket = read_json<Basket>(R"({"email":"a@B.co","kind":"pre_order","lines":[)" + line +
                                    R"(],"counts":{"a":[1,2]},"tip":{"minor":5,"currency":"PKR"},"paid":true})");
    ASSERT_TRUE(basket);
    EXPECT_EQ(basket->email.str(), "a@b.co");
    EXPECT_EQ(basket->kind, Kind::pre_order);
    ASSERT_EQ(basket->lines.size(), 1u);
    EXPECT_EQ(basket->lines[0].variant.text(), variant);
    EXPECT_EQ(basket->lines[0].quantity, 2);
    EXPECT_EQ(basket->counts["a"], (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(basket->tip->minor, 5);
    EXPECT_TRUE(basket->paid);
}

TEST(shape, reports_every_fault_at_its_place_in_one_go) {
    EXPECT_EQ(faults<Basket>(R"({"email":"nobody","kind":"other","lines":[{"variant":"ord_1","quantity":0,"note":"too long","extra":1},7],
                                 "counts":{"a/b":[1,"x"],"c~d":5},"tip":{"minor":1.5,"currency":"RS","cents":1},"surprise":{}})"),
              (Faults{"/email email.malformed", "/kind unknown_choice", "/lines/0/variant bad_id", "/lines/0/quantity out_of_range", "/lines/0/note too_long",
                      "/lines/0/extra unknown_member", "/lines/1 wrong_type", "/counts/a~1b/1 wrong_type", "/counts/c~0d wrong_type", "/tip/minor not_whole",
                      "/tip/currency currency.unknown", "/tip/cents unknown_member", "/paid required", "/surprise unknown_member"}));
}

TEST(shape, refusal_of_bad_values_is_422_and_of_bad_json_400) {
    EXPECT_EQ(read_json<One>(R"({"n":"1"})").error().status, 422);
    EXPECT_EQ(read_json<One>(R"({"n":1)").error().status, 400);
}

TEST(shape, missing_members_are_named_and_optional_ones_may_be_absent_or_null) {
    EXPECT_EQ(faults<Line>("{}"), (Faults{"/variant required", "/quantity required"}));
    EXPECT_EQ(faults<Line>(R"({"variant":null,"quantity":null,"note":null})"), (Faults{"/variant wrong_type", "/quantity wrong_type"}));
    EXPECT_FALSE(read_json<Line>(line)->note);
    EXPECT_EQ(faults<Tree>(R"({"name":"a"})"), Faults{"/below required"}) << "a list is written, if only as []";
}

TEST(shape, of_another_kind_of_json_is_a_fault_at_the_root) {
    for (auto text : {"[]", "1", "\"x\"", "null", "true"}) EXPECT_EQ(faults<Line>(text), Faults{" wrong_type"}) << text;
}

TEST(shape, whole_numbers_are_whole_and_in_their_range) {
    EXPECT_EQ(read_json<One>(R"({"n":-9223372036854775808})")->n, INT64_MIN);
    EXPECT_EQ(read_json<One>(R"({"n":9223372036854775807})")->n, INT64_MAX);
    for (auto number : {"9223372036854775808", "18446744073709551616", "1.0", "1e3", "-1E2", "0.5", "1e400"})
        EXPECT_EQ(faults<One>(std::string(R"({"n":)") + number + "}"), Faults{"/n not_whole"}) << number;
    for (auto number : {"\"1\"", "true", "null", "[1]", "{}"})
        EXPECT_EQ(faults<One>(std::string(R"({"n":)") + number + "}"), Faults{"/n wrong_type"}) << number;
    auto with = [](std::string small, std::string tiny) {
        return faults<Everything>(R"({"small":)" + small + R"(,"tiny":)" + tiny +
                                  R"(,"ratio":1,"text":"","at":"2026-03-01T10:00:00Z","currency":"PKR","raw":null})");
    };
    EXPECT_EQ(with("2147483647", "255"), Faults{});
    EXPECT_EQ(with("2147483648", "256"), (Faults{"/small out_of_range", "/tiny out_of_range"}));
    EXPECT_EQ(with("-2147483649", "-1"), (Faults{"/small out_of_range", "/tiny out_of_range"}));
}

TEST(shape, numbers_that_do_not_fit_a_double_are_refused) {
    EXPECT_EQ(read_json<Ratio>(R"({"r":2})")->r, 2);
    EXPECT_EQ(read_json<Ratio>(R"({"r":-1.5e2})")->r, -150);
    EXPECT_NE(faults<Ratio>(R"({"r":1e999})"), Faults{});
}

TEST(shape, what_is_not_json_is_refused_with_its_place) {
    for (std::string_view text : {"", " ", "{", "{\"n\":1", "{\"n\":1}x", "{\"n\":1}{}", "{n:1}", "{'n':1}", "{\"n\":01}", "{\"n\":+1}", "{\"n\":1,}",
                                  "{\"n\":NaN}", "\xEF\xBB\xBF{\"n\":1}", "{\"n\":1} //x", "{\"n\":\"\n\"}", "{\"n\":\"\xFF\"}"})
        EXPECT_EQ(faults<One>(text), Faults{"request.malformed"}) << text;
    EXPECT_EQ(faults<Note>(R"({"text":"\ud800"})"), Faults{"request.malformed"}) << "half a surrogate pair";
    EXPECT_TRUE(read_json<One>(" \n{\"n\" : 1}\t \r\n")) << "white space around is fine";
}

TEST(shape, depth_is_limited) {
    std::string deep(33, '['), fine(30, '[');
    EXPECT_EQ(faults<Any>(R"({"any":)" + deep + std::string(33, ']') + "}"), Faults{"request.malformed"});
    EXPECT_EQ(faults<Any>(R"({"any":)" + fine + std::string(30, ']') + "}"), Faults{});
    EXPECT_EQ(faults<Any>(R"({"any":)" + std::string(1'000'000, '[')), Faults{"request.malformed"});
}

TEST(shape, text_that_databases_cannot_hold_is_refused) {
    EXPECT_EQ(faults<Note>(R"({"text":"a\u0000b"})"), Faults{"/text bad_text"});
    EXPECT_EQ(read_json<Note>(R"({"text":"\u00e9\ud83d\ude00"})")->text, "é😀");
    EXPECT_EQ(faults<Any>(R"({"any":{"deep":[1,"a\u0000b"]}})"), Faults{"/any bad_text"}) << "nor within JSON that is kept as it came";
    EXPECT_EQ(faults<Any>(R"({"any":{"a\u0000b":1}})"), Faults{"/any bad_text"});
    EXPECT_EQ(faults<Any>(R"({"any":"\\u0000"})"), Faults{}) << "a backslash and a word";
    auto counts = [](std::string key) { return faults<std::map<std::string, std::int64_t>>("{\"" + key + "\":1}"); };
    EXPECT_EQ(counts("a\\u0000b"), Faults{"/ab bad_text"}) << "nor as a name";
    EXPECT_EQ(counts("\u00e9"), Faults{});
}

TEST(shape, names_of_fields_that_are_no_text_are_told_in_text) {
    auto refused = read_fields<Note>({{"text", "a"}, {"caf\xe9", "b"}});
    ASSERT_FALSE(refused);
    for (const auto& fault : refused.error().errors) EXPECT_TRUE(is_utf8(fault.pointer)) << fault.code;
}

TEST(shape, a_choice_is_taken_by_its_whole_name) {
    auto kind = [](std::string name) { return faults<std::vector<Kind>>("[\"" + name + "\"]"); };
    EXPECT_EQ(kind("gift"), Faults{});
    for (auto wrong : {"", "Gift", "gif", "gifts", "gift ", "gift\\u0000", "1"}) EXPECT_EQ(kind(wrong), Faults{"/0 unknown_choice"}) << wrong;
    EXPECT_EQ(read_json<std::vector<Kind>>("[1]").error().errors[0].code, "wrong_type");
}

TEST(shape, bounded_text_says_whether_it_is_short_long_or_bad) {
    auto note = [](std::string text) { return faults<Line>(R"({"variant":")" + variant + R"(","quantity":1,"note":")" + text + "\"}"); };
    EXPECT_EQ(note("قلم"), Faults{});
    EXPECT_EQ(note("  "), Faults{"/note too_short"});
    EXPECT_EQ(note("123456"), Faults{"/note too_long"});
    EXPECT_EQ(note("a\\u0007"), Faults{"/note bad_text"});
}

TEST(shape, is_written_in_order_without_empty_optionals) {
    EXPECT_EQ(to_json(read_json<Line>(line).value()), line);
    Basket basket;
    basket.tip = Money{-5, Currency::parse("KWD").value()};
    EXPECT_EQ(to_json(basket), R"({"email":"","kind":"plain","lines":[],"counts":{},"tip":{"minor":-5,"currency":"KWD"},"paid":false})");
}

TEST(shape, written_text_is_safe_in_json_and_in_a_page) {
    EXPECT_EQ(to_json(Note{std::string("</script>\"\\\b\f\n\r\t\x01\0é", 20)}), R"({"text":"\u003c/script>\"\\\u0008\u000c\n\r\t\u0001\u0000é"})");
    EXPECT_EQ(to_json(Any{RawJson{R"({"a":"</script><!--"})"}}), R"({"any":{"a":"\u003c/script>\u003c!--"}})");
    EXPECT_EQ(to_json(std::map<std::string, std::int64_t>{{"<\"", 1}}), R"({"\u003c\"":1})");
    EXPECT_EQ(to_json(Ratio{std::numeric_limits<double>::infinity()}), R"({"r":null})");
}

TEST(shape, raw_json_travels_unchanged) {
    auto any = read_json<Any>(R"({"any": {"a":[1,2.5,"x",null,true]}})");
    ASSERT_TRUE(any);
    EXPECT_EQ(any->any.text, R"({"a":[1,2.5E0,"x",null,true]})");
    EXPECT_EQ(read_json<Any>(to_json(*any))->any, any->any);
}

TEST(shape, read_back_is_what_was_written) {
    std::mt19937_64 random(7);
    auto text = [&] {
        static constexpr std::string_view pieces[] = {"a", "<", "\"", "\\", "/", "~", "é", "قلم", "😀", "\n", "\t", "&", " ", "\x7f"};
        std::string out;
        for (auto n = random() % 12; n > 0; --n) out += pieces[random() % std::size(pieces)];
        return out;
    };
    for (int i = 0; i < 2'000; ++i) {
        Everything sent{std::int32_t(random()),
                        std::uint8_t(random()),
                        double(std::int64_t(random() % 10'000)) / 8,
                        text(),
                        Instant(std::chrono::milliseconds(std::int64_t(random() % 4'000'000'000'000))),
                        Currency::parse("INR").value(),
                        RawJson{to_json(text())}};
        auto read = read_json<Everything>(to_json(sent));
        ASSERT_TRUE(read) << to_json(sent);
        ASSERT_EQ(std::tie(sent.small, sent.tiny, sent.ratio, sent.text, sent.at), std::tie(read->small, read->tiny, read->ratio, read->text, read->at))
            << to_json(sent);
        ASSERT_EQ(to_json(*read), to_json(sent));
        std::map<std::string, std::vector<std::string>> map{{text(), {text(), text()}}, {text(), {}}};
        ASSERT_EQ((read_json<std::map<std::string, std::vector<std::string>>>(to_json(map))), map);
    }
}

TEST(schema, says_what_a_shape_accepts) {
    shape::SchemaBook book;
    EXPECT_EQ(boost::json::serialize(shape::Codec<Line>::schema(book)), R"({"$ref":"#/components/schemas/shop_of_tests.Line"})");
    EXPECT_EQ(boost::json::serialize(book.named.at("shop_of_tests.Line")),
              R"({"type":"object","properties":{"variant":{"type":"string","format":"var id"},"quantity":{"type":"integer","minimum":1,"maximum":9999},)"
              R"("note":{"type":"string","minLength":1,"maxLength":5}},"required":["variant","quantity"],"additionalProperties":false})");
}

TEST(schema, names_what_it_uses_and_may_contain_itself) {
    shape::SchemaBook book;
    shape::Codec<Basket>::schema(book);
    shape::Codec<Tree>::schema(book);
    EXPECT_TRUE(book.named.contains("Money"));
    const auto& properties = book.named.at("shop_of_tests.Basket").at("properties").as_object();
    EXPECT_EQ(boost::json::serialize(properties.at("kind")), R"({"type":"string","enum":["plain","gift","pre_order"]})");
    EXPECT_EQ(boost::json::serialize(properties.at("counts")), R"({"type":"object","additionalProperties":{"type":"array","items":{"type":"integer"}}})");
    EXPECT_EQ(boost::json::serialize(book.named.at("shop_of_tests.Tree").at("properties").at("below")),
              R"({"type":"array","items":{"$ref":"#/components/schemas/shop_of_tests.Tree"}})");
}

}  // namespace
}  // namespace vitrine
