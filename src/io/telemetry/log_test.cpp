#include "io/telemetry/log.h"

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

namespace vitrine::log {
namespace {

struct log_file : ::testing::Test {
    std::string path = "/tmp/vitrine-log-test-" + std::to_string(::getpid());
    void SetUp() override { to_file(path); }
    void TearDown() override {
        flush();
        set_level(Level::info);
        to_file("/dev/stderr");
        std::filesystem::remove(path);
    }
    std::vector<boost::json::value> lines() {
        flush();
        std::ifstream in(path);
        std::vector<boost::json::value> all;
        for (std::string line; std::getline(in, line);) all.push_back(boost::json::parse(line));
        return all;
    }
};

TEST_F(log_file, gets_one_json_line_an_event) {
    info("order.placed", {{"order", "ord_1"}, {"note", "a \"quoted\"\nline <b>"}});
    auto all = lines();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].at("event"), "order.placed");
    EXPECT_EQ(all[0].at("level"), "info");
    EXPECT_EQ(all[0].at("note"), "a \"quoted\"\nline <b>");
    EXPECT_TRUE(all[0].as_object().contains("time"));
}

TEST_F(log_file, leaves_out_what_is_below_the_level) {
    set_level(Level::warn);
    info("quiet");
    warn("loud");
    auto all = lines();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].at("event"), "loud");
}

TEST_F(log_file, keeps_every_line_of_every_thread_in_its_order) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([thread] {
            for (int i = 0; i < 2000; ++i) info("count", {{"thread", std::to_string(thread)}, {"i", std::to_string(i)}});
        });
    for (auto& thread : threads) thread.join();
    std::vector<int> next(4);
    for (const auto& line : lines()) {
        auto thread = std::stoul(std::string(line.at("thread").as_string()));
        EXPECT_EQ(std::string(line.at("i").as_string()), std::to_string(next[thread]++));
    }
    for (auto count : next) EXPECT_EQ(count, 2000);
}

}  // namespace
}  // namespace vitrine::log
