#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "app/preset.h"

namespace vitrine::app {
namespace {

Task<std::vector<std::shared_ptr<const stores::Store>>> all_stores(pg::Db& worker) {
    stores::Directory directory;
    co_await directory.refresh(worker);
    co_return directory.all();
}

void load(const Settings& settings, const std::string& folder, bool wants_default, bool as_json) {
    auto preset = read_preset(folder);
    Console console(settings);
    auto loaded = console.run(load_preset(console.db(), console.worker(), std::move(preset), wants_default));
    if (as_json) return fmt::print("{}\n", to_json(loaded));
    fmt::print("{} at {}{}: {} categories, {} brands, {} attributes, {} promotions made\n", loaded.slug, loaded.host, loaded.is_default ? " (default)" : "", loaded.categories, loaded.brands,
               loaded.attributes, loaded.promotions);
}

void list(const Settings& settings, bool as_json) {
    Console console(settings);
    auto stores = console.run(all_stores(console.worker()));
    std::vector<stores::Store> plain;
    for (const auto& store : stores) plain.push_back(*store);
    if (as_json) return fmt::print("{}\n", to_json(plain));
    for (const auto& store : plain) fmt::print("{:16} {:28} {:32} {}{}\n", store.slug, store.host, store.id.text(), store.currency.code(), store.is_default ? "  default" : "");
}

void make_key(const Settings& settings, const std::string& slug, const std::string& name, const std::vector<std::string>& permissions) {
    Console console(settings);
    auto stores = console.run(all_stores(console.worker()));
    auto store = std::ranges::find(stores, slug, [](const auto& each) { return each->slug; });
    if (store == stores.end()) throw std::runtime_error("there is no store called " + slug);
    fmt::print("{}\n", console.run(stores::make_api_key(console.db(), (*store)->id, name, permissions)));
}

}  // namespace

void add_store(CLI::App& program) {
    auto* store = program.add_subcommand("store", "Shops of this installation")->require_subcommand(1);
    auto as_json = std::make_shared<bool>(false), wants_default = std::make_shared<bool>(false);
    auto folder = std::make_shared<std::string>();

    auto* loading = store->add_subcommand("load", "Make a shop from a preset's folder, or bring its settings up to date");
    loading->add_option("folder", *folder, "Such as presets/stationery")->required()->check(CLI::ExistingDirectory);
    loading->add_flag("--default", *wants_default, "Answer every host that belongs to no other shop; the first shop does so anyway");
    loading->add_flag("--json", *as_json, "For scripts");
    loading->callback([settings = add_settings(*loading, {"var"}), folder, wants_default, as_json] { load(settings(), *folder, *wants_default, *as_json); });

    auto* listing = store->add_subcommand("list", "Show all shops");
    listing->add_flag("--json", *as_json, "For scripts");
    listing->callback([settings = add_settings(*listing, {"var"}), as_json] { list(settings(), *as_json); });
}

void add_user(CLI::App& program) {
    struct Wanted {
        std::string store, name;
        std::vector<std::string> permissions;
    };
    auto* user = program.add_subcommand("user", "Who may do what")->require_subcommand(1);
    auto* key = user->add_subcommand("key", "Make an API key; it is shown this once");
    auto wanted = std::make_shared<Wanted>();
    key->add_option("--store", wanted->store, "The shop's slug")->required();
    key->add_option("--name", wanted->name, "What the key is for")->required();
    key->add_option("--permission", wanted->permissions, "Such as orders:write; * allows all; may be repeated")->required();
    key->callback([settings = add_settings(*key, {"var"}), wanted] { make_key(settings(), wanted->store, wanted->name, wanted->permissions); });
}

}  // namespace vitrine::app
