#include "io/html/template.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace vitrine::html {
namespace {

namespace fs = std::filesystem;

struct templates : ::testing::Test {
    fs::path folder = "/tmp/vitrine-template-test-" + std::to_string(::getpid());
    void SetUp() override { fs::create_directories(folder / "parts"); }
    void TearDown() override { fs::remove_all(folder); }
    void write(const std::string& name, const std::string& text) { std::ofstream(folder / name) << text; }
    std::string render(const std::string& text, const Data& data) {
        write("page.mustache", text);
        return Templates::load(folder).render("page", data);
    }
    std::string fault(const std::string& text) {
        write("page.mustache", text);
        try {
            Templates::load(folder);
        } catch (const std::exception& why) {
            return why.what();
        }
        return "";
    }
};

TEST_F(templates, escape_text_but_not_markup) {
    Data data{{"x", "<b>&\"'"}};
    EXPECT_EQ(render("{{x}}|{{{x}}}|{{&x}}|{{ missing }}|", data), "&lt;b&gt;&amp;&quot;&#39;|<b>&\"'|<b>&\"'||");
}

TEST_F(templates, repeat_show_and_hide_sections) {
    Data data{{"items", List{Data{{"name", "a"}}, Data{{"name", "b"}}}}, {"none", List{}}, {"yes", true}, {"no", false}, {"empty", ""}, {"word", "w"}, {"shop", "S"}, {"who", Data{{"name", "n"}}}};
    EXPECT_EQ(render("{{#items}}{{name}}@{{shop}} {{/items}}", data), "a@S b@S ");
    EXPECT_EQ(render("{{#none}}x{{/none}}{{^none}}nothing{{/none}}", data), "nothing");
    EXPECT_EQ(render("{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{^no}}not{{/no}}{{#empty}}e{{/empty}}{{#missing}}m{{/missing}}", data), "ynot");
    EXPECT_EQ(render("{{#word}}[{{.}}]{{/word}}{{who.name}}{{#who}}{{name}}{{/who}}{{who.missing}}", data), "[w]nn");
    EXPECT_EQ(render("{{#tags}}<{{.}}>{{/tags}}", Data{{"tags", List{"a", "b"}}}), "<a><b>");
}

TEST_F(templates, take_lines_that_hold_only_a_tag_away) {
    EXPECT_EQ(render("a\n  {{#yes}}  \n  b\n  {{/yes}}\n{{! note }}\nc", Data{{"yes", true}}), "a\n  b\nc");
    EXPECT_EQ(render("a {{#yes}} b {{/yes}} c", Data{{"yes", true}}), "a  b  c");
    EXPECT_EQ(render("{{#yes}}\r\nb\r\n{{/yes}}\r\n", Data{{"yes", true}}), "b\r\n");
}

TEST_F(templates, include_others_by_path_or_by_file_name_and_themselves) {
    write("parts/card.mustache", "({{name}})");
    write("tree.mustache", "{{name}}{{#children}}[{{>tree}}]{{/children}}");
    EXPECT_EQ(render("{{#items}}{{>card}}{{> parts/card }}{{/items}}", Data{{"items", List{Data{{"name", "a"}}}}}), "(a)(a)");
    Data leaf{{"name", "leaf"}, {"children", List{}}};
    EXPECT_EQ(render("{{#root}}{{>tree}}{{/root}}", Data{{"root", Data{{"name", "top"}, {"children", List{leaf, leaf}}}}}), "top[leaf][leaf]");
}

TEST_F(templates, name_the_file_and_line_of_a_fault) {
    EXPECT_NE(fault("a\n{{#open}}\nb").find("page.mustache:2: the section 'open' is not closed"), std::string::npos);
    EXPECT_NE(fault("a\n\n{{/open}}").find("page.mustache:3:"), std::string::npos);
    EXPECT_NE(fault("{{#a}}\n{{/b}}").find("page.mustache:2: the section 'a' is open, not 'b'"), std::string::npos);
    EXPECT_NE(fault("a {{x").find("page.mustache:1: this tag is not closed"), std::string::npos);
    EXPECT_NE(fault("\n{{>nowhere}}").find("page.mustache:2: there is no template 'nowhere'"), std::string::npos);
    EXPECT_NE(fault("{{=<% %>=}}").find("delimiters"), std::string::npos);
    EXPECT_NE(fault("{{a..b}}").find("not a name"), std::string::npos);
    EXPECT_NE(fault("{{}}").find("no name"), std::string::npos);
}

TEST_F(templates, that_contain_themselves_without_end_are_stopped) {
    write("loop.mustache", "{{>loop}}");
    EXPECT_THROW(render("{{>loop}}", Data{}), std::runtime_error);
}

TEST_F(templates, are_rendered_by_many_threads_at_once) {
    write("page.mustache", "{{#items}}{{name}},{{/items}}");
    auto all = Templates::load(folder);
    Data data{{"items", List{Data{{"name", "a"}}, Data{{"name", "b"}}}}};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n) EXPECT_EQ(all.render("page", data), "a,b,");
        });
    for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace vitrine::html
