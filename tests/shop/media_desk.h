#pragma once
// A staff's desk with a folder for files, and uploads by stage.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/random.h"
#include "tests/shop/desk.h"
#include "tests/shop/image_files.h"

namespace vitrine::test {

struct MediaDesk : testing::Test {
    MediaDesk() : folder(std::filesystem::temp_directory_path() / ("media_desk_" + random_token(80))) { desk.config.gateway_settings["media_folder"] = folder; }
    ~MediaDesk() override {
        std::error_code ignored;
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(folder, ignored);
    }

    const std::string base = "/api/v1/admin/media";
    Reply open(std::string name, size_t size, std::string more = {}) { return desk.post(base + "/uploads", R"({"filename":")" + name + R"(","size":)" + std::to_string(size) + more + "}"); }
    Reply part(const std::string& upload, size_t at, std::string bytes) { return desk.send(http::Method::patch, base + "/uploads/" + upload, std::move(bytes), {{"upload-offset", std::to_string(at)}}); }
    Reply upload_of(const std::string& upload) { return desk.get(base + "/uploads/" + upload); }
    /// All of a file in one part, and what came of it.
    Reply uploaded(std::string name, const std::string& bytes, std::string more = {}) {
        auto id = open(std::move(name), bytes.size(), std::move(more)).text("/id");
        EXPECT_EQ(part(id, 0, bytes).status, 200);
        work();
        return upload_of(id);
    }
    /// The id of a picture that was uploaded and is fine.
    std::string picture(int seed = 0, std::string more = {}) {
        auto upload = uploaded("Copper Jar.jpg", jpeg_file(700, 500, seed), std::move(more));
        EXPECT_EQ(upload.text("/state"), "done") << upload.body;
        return upload.text("/media");
    }
    Reply media(const std::string& id) { return desk.get(base + "/" + id); }
    Reply show(const std::string& product, const std::vector<std::string>& ids) {
        std::string items;
        for (const auto& id : ids) items += (items.empty() ? "" : ",") + std::string(R"({"media":")") + id + "\"}";
        return desk.send(http::Method::put, "/api/v1/admin/products/" + product + "/media", R"({"items":[)" + items + "]}", {});
    }
    void work(Duration ahead = {}) { desk.run_due_jobs(clock_now() + ahead); }
    /// Where the file behind a URL lies.
    std::filesystem::path file_of(const std::string& url) { return folder / "objects" / "public" / url.substr(7, 2) / url.substr(7); }
    size_t files(const std::string& below) {
        size_t count = 0;
        auto place = folder / "objects" / below;
        if (!std::filesystem::exists(place)) return 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) count += entry.is_regular_file();
        return count;
    }

    Desk desk;
    std::filesystem::path folder;
};

}  // namespace vitrine::test
