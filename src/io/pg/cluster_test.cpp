#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "io/pg/cluster.h"
#include "io/pg/cluster_place.h"
#include "io/pg/process.h"
#include "io/pg/session.h"
#include "io/pg/sql.h"

namespace vitrine::pg {
namespace {

namespace fs = std::filesystem;

struct cluster : testing::Test {
    static void SetUpTestSuite() {
        folder = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-cluster";
        fs::remove_all(folder);
        owned = new Cluster(options());
        owned->start();
    }
    static void TearDownTestSuite() {
        owned->stop();
        delete owned;
        fs::remove_all(folder);
    }
    void SetUp() override { owned->start(); }
    static ClusterOptions options() { return {.folder = folder, .fast_and_unsafe = true, .dies_with_program = true}; }
    static bool answers(const Cluster& asked) {
        Session session(asked.owner_conninfo());
        return session.ask(sql::database_exists("vitrine"));
    }
    inline static std::string folder;
    inline static Cluster* owned = nullptr;
};

TEST_F(cluster, answers_on_its_socket_and_has_its_database) {
    EXPECT_TRUE(owned->is_running());
    EXPECT_TRUE(answers(*owned));
    owned->start();  // again is nothing
    EXPECT_TRUE(answers(*owned));
}

TEST_F(cluster, nobody_else_may_enter_its_folders) {
    for (const auto& place : {folder, owned->data_folder()}) {
        struct stat found {};
        ASSERT_EQ(stat(place.c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777, 0700u) << place;
        EXPECT_NE(found.st_uid, 0u) << "PostgreSQL refuses root";
    }
}

TEST_F(cluster, stops_and_starts_again_with_its_data) {
    owned->create_database("kept");
    auto first = owned->pid();
    owned->stop();
    EXPECT_FALSE(owned->is_running());
    EXPECT_FALSE(is_alive(first));
    owned->stop();  // again is nothing
    owned->start();
    Session session(owned->owner_conninfo("kept"));
    EXPECT_TRUE(session.ask(sql::database_exists("kept")));
    owned->drop_database("kept");
    EXPECT_FALSE(session.handle() && Session(owned->owner_conninfo()).ask(sql::database_exists("kept")));
}

TEST_F(cluster, recovers_after_a_kill) {
    for (int round = 0; round < 3; ++round) {
        auto before = owned->pid();
        kill(before, SIGKILL);
        owned->start();
        EXPECT_NE(owned->pid(), before);
        EXPECT_TRUE(answers(*owned));
    }
}

TEST_F(cluster, adopts_the_server_that_a_killed_program_left_running) {
    Cluster next(options());  // as the program's next start sees it
    EXPECT_TRUE(next.is_running());
    next.start();
    EXPECT_EQ(next.pid(), owned->pid());
    next.stop();
    EXPECT_FALSE(owned->is_running());
}

TEST_F(cluster, a_pid_file_that_names_somebody_else_is_no_obstacle) {
    owned->stop();
    std::ofstream(owned->data_folder() + "/postmaster.pid") << getppid() << "\n" << owned->data_folder() << "\n1\n5432\n/tmp\n\n 1 1\n";
    EXPECT_FALSE(owned->is_running());
    owned->start();
    EXPECT_TRUE(answers(*owned));
    EXPECT_TRUE(is_alive(getppid()));
}

TEST_F(cluster, an_initdb_that_was_killed_leaves_no_half_cluster) {
    auto place = folder + "-half";
    fs::create_directories(place + "/data.new/base");
    Cluster half({.folder = place, .fast_and_unsafe = true, .dies_with_program = true});
    half.start();
    EXPECT_TRUE(answers(half));
    half.stop();
    fs::remove_all(place);
}

TEST_F(cluster, works_at_a_path_longer_than_a_socket_address) {
    auto place = folder + "-long/" + std::string(120, 'x') + "/pg's";
    Cluster far({.folder = place, .fast_and_unsafe = true, .dies_with_program = true});
    far.start();
    EXPECT_TRUE(answers(far));
    far.stop();
    fs::remove_all(folder + "-long");
    fs::remove_all(socket_folder(place, unprivileged_account()));
}

TEST_F(cluster, says_what_is_wrong_when_it_cannot_start) {
    owned->stop();
    std::ofstream(owned->data_folder() + "/postgresql.conf", std::ios::app) << "no_such_setting = 1\n";
    try {
        owned->start();
        ADD_FAILURE() << "must not start";
    } catch (const std::runtime_error& fault) {
        EXPECT_NE(std::string(fault.what()).find("no_such_setting"), std::string::npos) << fault.what();
    }
    std::ofstream(owned->data_folder() + "/postgresql.conf") << "include 'vitrine.conf'\n";
    owned->start();
    EXPECT_TRUE(answers(*owned));
}

TEST(cluster_place, a_folder_others_cannot_reach_is_replaced_by_one_they_can) {
    if (geteuid() != 0) EXPECT_EQ(reachable_folder("/tmp/x", unprivileged_account()), "/tmp/x");
    auto closed = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-closed";
    fs::create_directories(closed);
    fs::permissions(closed, fs::perms::owner_all);
    Account nobody{65534, 65534};
    EXPECT_TRUE(reachable_folder(closed + "/shop/pg", nobody).starts_with("/var/lib/vitrine/"));
    EXPECT_NE(reachable_folder(closed + "/shop/pg", nobody), reachable_folder(closed + "/other/pg", nobody));
    fs::permissions(closed, fs::perms::others_exec, fs::perm_options::add);
    EXPECT_EQ(reachable_folder(closed + "/shop/pg/", nobody), closed + "/shop/pg");
    fs::remove_all(closed);
}

TEST(cluster_place, a_link_where_the_folder_should_be_is_refused) {
    auto link = "/tmp/vitrine-tests-" + std::to_string(getpid()) + "-link";
    fs::create_symlink("/tmp", link);
    EXPECT_THROW(make_private_folder(link, unprivileged_account()), std::runtime_error);
    fs::remove(link);
}

}  // namespace
}  // namespace vitrine::pg
