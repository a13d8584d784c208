#include "modules/outgoing/catalog.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <boost/json.hpp>

namespace vitrine::outgoing {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

TEST(event_catalog, holds_every_kind_of_news_that_the_modules_tell) {
    std::regex name(R"(static constexpr std::string_view name = "([a-z_]+\.[a-z_]+)\")");
    int found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("src/modules")) {
        if (entry.path().extension() != ".h") continue;
        auto text = text_of(entry.path());
        for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at, ++found)
            EXPECT_TRUE(is_event_type((*at)[1].str())) << (*at)[1] << " of " << entry.path() << " is missing in src/modules/outgoing/catalog.cpp";
    }
    EXPECT_GE(found, int(event_types().size()));
}

TEST(event_catalog, has_schemas_that_stand_alone) {
    for (const auto& type : event_types()) {
        SCOPED_TRACE(std::string(type.name));
        auto text = schema_text(type);
        auto schema = boost::json::parse(text).as_object();
        EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
        EXPECT_EQ(text.find("#/components"), std::string::npos);
        std::regex reference(R"rx("\$ref":\s*"#/\$defs/([^"]+)")rx");
        for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end; ++at) EXPECT_TRUE(schema.at("$defs").as_object().contains((*at)[1].str())) << (*at)[1];
    }
}

TEST(event_catalog, is_the_page_in_the_docs) {
    EXPECT_EQ(text_of("docs/events.md"), events_document()) << "run: vitrine events > docs/events.md";
}

}  // namespace
}  // namespace vitrine::outgoing
