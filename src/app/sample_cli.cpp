#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/command.h"
#include "modules/imports/sample.h"

namespace vitrine::app {
namespace {

struct Asked {
    std::string preset, out = "-", categories;
    std::uint64_t count = 10'000, seed = 1;
};

std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Writes to a file, or to standard output for "-".
void write_to(const std::string& file, const std::function<void(const imports::SampleSink&)>& make) {
    if (file == "-") return make([](std::string_view bytes) { std::fwrite(bytes.data(), 1, bytes.size(), stdout); });
    std::ofstream out(file, std::ios::binary);
    make([&](std::string_view bytes) { out.write(bytes.data(), std::streamsize(bytes.size())); });
    if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

void write_sample(const Settings& settings, const Asked& asked) {
    auto recipe = imports::read_sample_recipe(read_file(settings.shop.preset_folder + "/" + asked.preset + "/recipe.toml"));
    if (!asked.categories.empty()) write_to(asked.categories, [&](const auto& sink) { imports::sample_categories(recipe, sink); });
    write_to(asked.out, [&](const auto& sink) { imports::sample_catalog(recipe, asked.count, asked.seed, sink); });
}

}  // namespace

void add_sample(CLI::App& program) {
    auto* command = program.add_subcommand("sample", "Write a catalog file of made-up products; the same preset, count and seed give the same bytes");
    auto settings = add_settings(*command, {"preset_folder"});
    auto asked = std::make_shared<Asked>();
    command->add_option("--preset", asked->preset, "Folder in presets/ with a recipe.toml")->required();
    command->add_option("--count", asked->count, "How many products")->capture_default_str();
    command->add_option("--seed", asked->seed, "Another seed, another catalog")->capture_default_str();
    command->add_option("--out", asked->out, "File to write; - for standard output")->capture_default_str();
    command->add_option("--categories", asked->categories, "File for the category tree, to be imported first");
    command->callback([settings, asked] { write_sample(settings(), *asked); });
}

}  // namespace vitrine::app
