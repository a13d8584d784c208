#include "app/config.h"

#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <unistd.h>

namespace vitrine::app {
namespace {

struct config : ::testing::Test {
    std::string file = "/tmp/vitrine-config-test-" + std::to_string(::getpid()) + ".toml";
    std::map<std::string, std::string> environment;
    void TearDown() override { std::filesystem::remove(file); }
    Settings load(const std::string& toml, const std::vector<FlagValue>& flags = {}) {
        std::ofstream(file) << toml;
        return load_settings(file, [this](const char* name) { auto at = environment.find(name); return at == environment.end() ? nullptr : at->second.c_str(); }, flags);
    }
    std::string fault(const std::string& toml, const std::vector<FlagValue>& flags = {}) {
        try {
            load(toml, flags);
        } catch (const std::exception& why) {
            return why.what();
        }
        return "";
    }
};

TEST_F(config, later_sources_win) {
    environment = {{"VITRINE_THREADS", "3"}, {"VITRINE_PORT", "3"}, {"DATABASE_URL", "postgres://db"}};
    auto settings = load("threads = 2\nport = 2\naddress = \"0.0.0.0\"\ntrusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]\naccess_log = false\n", {{"port", "4"}});
    EXPECT_EQ(settings.http.address, "0.0.0.0");
    EXPECT_EQ(settings.threads, 3);
    EXPECT_EQ(settings.http.port, 4);
    EXPECT_EQ(settings.database_url, "postgres://db");
    EXPECT_EQ(settings.http.trusted_proxies, (std::vector<std::string>{"10.0.0.1", "10.0.0.2"}));
    EXPECT_FALSE(settings.http.access_log);
    EXPECT_EQ(settings.shop.public_url, "http://localhost:4");
}

TEST_F(config, faults_name_their_source) {
    EXPECT_NE(fault("prot = 1").find(file + ": there is no setting 'prot'"), std::string::npos);
    EXPECT_NE(fault("port = 70000").find("port"), std::string::npos);
    EXPECT_NE(fault("port = \"x\"").find("port"), std::string::npos);
    EXPECT_NE(fault("\nport = ").find(file + ":"), std::string::npos);
    EXPECT_NE(fault("", {{"threads", "-1"}}).find("command line: threads"), std::string::npos);
    environment = {{"VITRINE_ACCESS_LOG", "maybe"}};
    EXPECT_NE(fault("").find("VITRINE_ACCESS_LOG"), std::string::npos);
}

TEST_F(config, every_setting_can_be_shown_and_set_back) {
    auto settings = load("");
    for (const auto& doc : setting_docs()) EXPECT_NO_THROW(doc.set(settings, doc.get(settings))) << doc.name;
}

TEST_F(config, a_master_key_is_made_once_and_kept_from_others) {
    auto folder = file + ".var";
    auto key = kept_master_key(folder);
    EXPECT_EQ(key.size(), 64u);
    EXPECT_EQ(kept_master_key(folder), key);
    EXPECT_EQ(std::filesystem::status(folder + "/master.key").permissions() & std::filesystem::perms::mask, std::filesystem::perms(0600));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace vitrine::app
