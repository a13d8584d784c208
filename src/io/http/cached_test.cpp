#include <gtest/gtest.h>
#include <zlib.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

using namespace testing;

struct Env {
    std::shared_ptr<const CachedAnswer> page, small;
};
Task<Result<std::shared_ptr<const CachedAnswer>>> page(Env& env, Ctx) { co_return env.page; }
Task<Result<std::shared_ptr<const CachedAnswer>>> small(Env& env, Ctx) { co_return env.small; }
Task<Result<Response>> tagged(Env&, Ctx) {
    auto response = json_text("{\"version\":3}");
    response.add("ETag", "\"v3\"");
    co_return response;
}

std::string gunzip(const std::string& bytes) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

struct cached : ::testing::Test {
    Env env;
    std::string text;
    std::unique_ptr<TestServer> running;
    void SetUp() override {
        for (int i = 0; i < 400; ++i) text += "<li>Pencil " + std::to_string(i) + "</li>";
        env.page = make_cached_answer("text/html; charset=utf-8", text, "public, max-age=60");
        env.small = make_cached_answer("text/plain", "small", "no-cache");
        Routes<Env> routes;
        routes.get("/page", page);
        routes.get("/small", small);
        routes.get("/tagged", tagged);
        running = std::make_unique<TestServer>(routes.take(), &env);
    }
    Answer ask(std::string_view request, bool has_body = true) { return Client(running->port()).ask(request, has_body); }
};

TEST_F(cached, is_sent_in_the_encoding_the_client_likes_best) {
    auto plain = ask(get("/page"));
    EXPECT_EQ(plain.body, text);
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_EQ(plain.header("vary"), "Accept-Encoding");
    auto zipped = ask(get("/page", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(zipped.header("content-encoding"), "gzip");
    EXPECT_LT(zipped.body.size(), text.size() / 3);
    EXPECT_EQ(gunzip(zipped.body), text);
    auto brotli = ask(get("/page", "Accept-Encoding: gzip, br\r\n"));
    EXPECT_EQ(brotli.header("content-encoding"), "br");
    EXPECT_EQ(brotli.body, env.page->brotli);
    EXPECT_NE(plain.header("etag"), zipped.header("etag"));
    EXPECT_NE(brotli.header("etag"), zipped.header("etag"));
}

TEST_F(cached, is_left_alone_when_too_small_to_gain) {
    auto answer = ask(get("/small", "Accept-Encoding: gzip, br\r\n"));
    EXPECT_EQ(answer.body, "small");
    EXPECT_EQ(answer.header("vary"), "");
}

TEST_F(cached, is_not_sent_again_to_who_holds_it) {
    for (auto encoding : {"", "Accept-Encoding: gzip\r\n", "Accept-Encoding: br\r\n"}) {
        auto tag = ask(get("/page", encoding)).header("etag");
        for (const auto& list : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
            auto again = ask(get("/page", std::string(encoding) + "If-None-Match: " + list + "\r\n"));
            EXPECT_EQ(again.status, 304) << list;
            EXPECT_EQ(again.header("etag"), tag);
            EXPECT_EQ(again.header("cache-control"), "public, max-age=60");
            EXPECT_EQ(again.header("content-length"), "");
        }
    }
    EXPECT_EQ(ask(get("/page", "If-None-Match: \"other\"\r\n")).status, 200);
}

TEST_F(cached, has_a_head) {
    auto head = ask("HEAD /page HTTP/1.1\r\nHost: a\r\n\r\n", false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), std::to_string(text.size()));
}

TEST_F(cached, tag_differs_with_the_bytes_and_the_type) {
    auto tag = [](std::string type, std::string body) { return make_cached_answer(std::move(type), std::move(body), "")->etag; };
    EXPECT_EQ(tag("text/plain", "a"), tag("text/plain", "a"));
    EXPECT_NE(tag("text/plain", "a"), tag("text/plain", "b"));
    EXPECT_NE(tag("text/plain", "a"), tag("text/html", "a"));
}

TEST_F(cached, neighbour_an_answer_with_its_own_tag_is_not_sent_again_either) {
    EXPECT_EQ(ask(get("/tagged", "If-None-Match: \"v3\"\r\n")).status, 304);
    EXPECT_EQ(ask(get("/tagged", "If-None-Match: \"v2\"\r\n")).body, "{\"version\":3}");
}

}  // namespace
}  // namespace vitrine::http
