// What a follower leaves on disk, and what the next one makes of it.
#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/scenarios/snapshot_scene.h"

namespace vitrine {
namespace {

/// A product that came from the file keeps the version it had; one that was read again has another.
class snapshots_kept_on_disk : public snapshots_of_a_store {
protected:
    std::string folder = std::filesystem::temp_directory_path() / ("vitrine-snapshots-" + database.name());
    std::string file() const { return folder + "/" + uuid_text(ctx.store.value) + ".snapshot"; }

    void SetUp() override {
        snapshots = search::make_snapshots(folder);
        import(categories_csv);
        import(header + rows(1, 60));
        start();
        reprice("pen-7", 7'000);  // a version that a follower which reads everything would not give
        seen();
    }
    void TearDown() override {
        snapshots_of_a_store::TearDown();
        std::filesystem::remove_all(folder);
    }
    /// Ends this follower; a new one starts from what it left.
    void restart() {
        floor.run(snapshots->stop());
        between();
        snapshots = search::make_snapshots(folder);
        start();
    }
    std::function<void()> between = [] {};
    std::uint64_t version(const std::string& slug) { return snapshots->of(ctx.store)->product_version(slug); }
};

TEST_F(snapshots_kept_on_disk, let_the_next_follower_catch_up_without_reading_everything) {
    import(header + rows(60, 70));
    auto before = seen();
    auto untouched = version("pen-7"), touched = version("pen-8");
    between = [&] {
        reprice("pen-8", 4'200);
        import(header + rows(70, 75));
    };
    restart();
    auto after = snapshots->of(ctx.store);
    EXPECT_EQ(version("pen-7"), untouched) << "it came from the file";
    EXPECT_GT(version("pen-8"), touched);
    EXPECT_EQ(after->product("pen-8")->variants.at(0).price.minor, 4'200) << "shown from the first answer on";
    EXPECT_EQ(after->size(), 74u);
    EXPECT_EQ(to_json(*after->product("pen-7")), to_json(*before->product("pen-7")));
    EXPECT_EQ(after->search({.text = "number"}).total, 74);
    EXPECT_EQ(after->search({.filter = {{"brand", {"Kalam"}}}}).total, 74);
    EXPECT_TRUE(after->product(after->product("pen-7")->id.text()));
    EXPECT_EQ(after->search({.text = "PEN-9"}).total, 1) << "SKUs are found";
}

TEST_F(snapshots_kept_on_disk, are_of_no_use_when_the_feed_was_cleaned_meanwhile) {
    auto before = version("pen-7");
    between = [&] {
        reprice("pen-8", 4'200);
        floor.run(floor.worker_db.read(ctx, catalog::forget_changes(clock_now() + 1h)));
    };
    restart();
    EXPECT_NE(version("pen-7"), before) << "all was read again";
    EXPECT_EQ(snapshots->of(ctx.store)->product("pen-8")->variants.at(0).price.minor, 4'200);
}

TEST_F(snapshots_kept_on_disk, are_ignored_when_torn) {
    auto before = version("pen-7");
    between = [&] { std::filesystem::resize_file(file(), std::filesystem::file_size(file()) / 2); };
    restart();
    EXPECT_NE(version("pen-7"), before);
    EXPECT_EQ(snapshots->of(ctx.store)->size(), 59u);
}

TEST_F(snapshots_kept_on_disk, are_ignored_when_a_byte_is_wrong) {
    auto before = version("pen-7");
    between = [&] {
        std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekg(std::streamoff(std::filesystem::file_size(file()) / 2));
        char byte = char(bytes.get());
        bytes.seekp(std::streamoff(std::filesystem::file_size(file()) / 2));
        bytes.put(char(byte ^ 4));
    };
    restart();
    EXPECT_NE(version("pen-7"), before);
    EXPECT_EQ(snapshots->of(ctx.store)->product("pen-7")->title, "Pen Number 7");
}

TEST_F(snapshots_kept_on_disk, are_ignored_by_another_database) {
    test::TestDatabase other;
    test::Shopfloor elsewhere(other);
    floor.run(snapshots->stop());
    snapshots = search::make_snapshots(folder);
    floor.run(snapshots->start(floor.loop, other.worker(), other.app()));
    EXPECT_EQ(snapshots->of(ctx.store)->size(), 0u);
    floor.run(snapshots->stop());
    snapshots = search::make_snapshots();
}

}  // namespace
}  // namespace vitrine
