#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

using namespace testing;

struct Env {
    std::string path, text;
};
Task<Result<Response>> file(Env& env, Ctx) {
    Response response;
    response.add("Cache-Control", "public, max-age=31536000, immutable");
    response.body = FileBody{env.path, "image/webp"};
    co_return response;
}
Task<Result<Response>> missing(Env&, Ctx) {
    Response response;
    response.body = FileBody{"/nonexistent/file", "image/webp"};
    co_return response;
}
Task<Result<Response>> folder(Env&, Ctx) {
    Response response;
    response.body = FileBody{"/tmp", "image/webp"};
    co_return response;
}

struct files : ::testing::Test {
    Env env;
    std::unique_ptr<TestServer> running;
    void SetUp() override {
        env.path = "/tmp/vitrine-file-test-" + std::to_string(::getpid());
        for (int i = 0; i < 100'000; ++i) env.text += "line " + std::to_string(i) + "\n";
        std::ofstream(env.path) << env.text;
        Routes<Env> routes;
        routes.get("/file", file);
        routes.get("/missing", missing);
        routes.get("/folder", folder);
        running = std::make_unique<TestServer>(routes.take(), &env);
    }
    void TearDown() override { std::filesystem::remove(env.path); }
    Answer ask(std::string_view request, bool has_body = true) { return Client(running->port()).ask(request, has_body); }
};

TEST_F(files, are_sent_whole) {
    Client client(running->port());
    for (int i = 0; i < 2; ++i) {
        auto answer = client.ask(get("/file"));
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(answer.body == env.text);
        EXPECT_EQ(answer.header("accept-ranges"), "bytes");
        EXPECT_EQ(answer.header("content-type"), "image/webp");
        EXPECT_EQ(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
    auto head = client.ask("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n", false);
    EXPECT_EQ(head.header("content-length"), std::to_string(env.text.size()));
    EXPECT_EQ(client.ask(get("/missing")).status, 404);
}

TEST_F(files, are_sent_in_part) {
    auto size = std::to_string(env.text.size());
    auto part = ask(get("/file", "Range: bytes=200000-599999\r\n"));
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.header("content-range"), "bytes 200000-599999/" + size);
    EXPECT_TRUE(part.body == env.text.substr(200'000, 400'000));
    auto tail = ask(get("/file", "Range: bytes=-5\r\n"));
    EXPECT_EQ(tail.body, env.text.substr(env.text.size() - 5));
    auto outside = ask(get("/file", "Range: bytes=" + size + "-\r\n"));
    EXPECT_EQ(outside.status, 416);
    EXPECT_EQ(outside.header("content-range"), "bytes */" + size);
    EXPECT_EQ(ask(get("/file", "Range: bytes=0-1,4-5\r\n")).status, 200);
}

TEST_F(files, in_part_only_while_unchanged) {
    auto answer = ask(get("/file"));
    auto with = [&](const std::string& condition) { return ask(get("/file", "Range: bytes=0-9\r\nIf-Range: " + condition + "\r\n")).status; };
    EXPECT_EQ(with(answer.header("etag")), 206);
    EXPECT_EQ(with(answer.header("last-modified")), 206);
    EXPECT_EQ(with("\"other\""), 200);
    EXPECT_EQ(with("W/" + answer.header("etag")), 200);
}

TEST_F(files, are_not_sent_again_to_who_holds_them) {
    auto answer = ask(get("/file"));
    EXPECT_EQ(ask(get("/file", "If-None-Match: " + answer.header("etag") + "\r\n")).status, 304);
    EXPECT_EQ(ask(get("/file", "If-Modified-Since: " + answer.header("last-modified") + "\r\n")).status, 304);
    EXPECT_EQ(ask(get("/file", "If-None-Match: \"other\"\r\nIf-Modified-Since: " + answer.header("last-modified") + "\r\n")).status, 200);
}

TEST_F(files, that_are_no_files_are_not_there) {
    EXPECT_EQ(ask(get("/missing")).status, 404);
    EXPECT_EQ(ask(get("/folder")).status, 404);
}

}  // namespace
}  // namespace vitrine::http
