#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "modules/accounts/staff.h"

namespace vitrine::app {
namespace {

struct Wanted {
    std::string store, email, name, role;
    std::vector<std::string> roles, permissions;
};

Task<std::shared_ptr<const stores::Store>> find_store(App& app, pg::Db& worker, std::string slug) {
    co_await app.stores->refresh(worker);
    auto store = app.stores->by_slug(slug);
    if (!store) throw std::runtime_error("there is no store called " + slug);
    co_return store;
}

/// What the command line does, it does as itself: it may give any permission.
Ctx ctx_of(const stores::Store& store) { return {.now = clock_now(), .store = store.id, .role = Role::worker, .actor = "cli"}; }

template <class T>
T value_of(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().title + (result.error().detail.empty() ? "" : ": " + result.error().detail));
    return std::move(*result);
}

template <class T>
T parsed(const std::string& text, std::string_view what) {
    auto value = T::parse(text);
    if (!value) throw std::runtime_error("'" + text + "' is no " + std::string(what));
    return std::move(*value);
}

/// Runs `work` with an App for the store.
template <class F>
auto with_store(const Settings& settings, const std::string& slug, F work) {
    auto known = with_master_key(settings);
    Console console(known);
    web::Client web(console.loop());
    App app{console.loop(), console.db(), web, known.shop, std::make_shared<stores::Directory>(), nullptr, nullptr};
    auto store = console.run(find_store(app, console.worker(), slug));
    return console.run(work(app, *store));
}

void invite(const Settings& settings, const Wanted& wanted) {
    auto email = parsed<Email>(wanted.email, "e-mail address");
    auto name = parsed<Text<1, 120>>(wanted.name.empty() ? wanted.email : wanted.name, "name");
    auto link = with_store(settings, wanted.store, [&](App& app, const stores::Store& store) -> Task<std::string> {
        auto id = value_of(co_await accounts::invite(app, ctx_of(store), email, name, wanted.roles));
        co_return accounts::link_url(app.config, store, accounts::Purpose::invitation, id);
    });
    fmt::print("{}\n", link);
}

void save_role(const Settings& settings, const Wanted& wanted) {
    auto name = parsed<accounts::RoleName>(wanted.role, "name of a role");
    auto saved = with_store(settings, wanted.store, [&](App& app, const stores::Store& store) -> Task<accounts::RoleView> {
        co_return value_of(co_await accounts::save_role(app, ctx_of(store), name, wanted.permissions, {}));
    });
    fmt::print("{}: {}\n", saved.name, fmt::join(saved.permissions, " "));
}

void list(const Settings& settings, const Wanted& wanted, bool as_json) {
    auto staff = with_store(settings, wanted.store, [&](App& app, const stores::Store& store) -> Task<std::vector<accounts::StaffView>> { return accounts::staff(app, ctx_of(store)); });
    if (as_json) return fmt::print("{}\n", to_json(staff));
    for (const auto& one : staff)
        fmt::print("{:32} {:32} {}{}{}\n", one.id, one.email, fmt::join(one.roles, " "), one.is_blocked ? "  blocked" : "", one.has_second_factor ? "" : "  without a second factor");
}

Task<accounts::StaffId> find_member(App& app, Ctx ctx, std::string email) {
    auto key = lower_ascii(email);
    auto staff = co_await accounts::staff(app, ctx);
    auto found = std::ranges::find_if(staff, [&](const auto& one) { return lower_ascii(one.email) == key; });
    if (found == staff.end()) throw std::runtime_error("there is no member of staff with the address " + email);
    co_return *accounts::StaffId::parse(found->id);
}

void block(const Settings& settings, const Wanted& wanted, bool is_blocked) {
    with_store(settings, wanted.store, [&](App& app, const stores::Store& store) -> Task<bool> {
        auto ctx = ctx_of(store);
        auto member = co_await find_member(app, ctx, wanted.email);
        value_of(co_await accounts::edit_staff(app, ctx, member, {{}, is_blocked}, {}));
        co_return true;
    });
}

void reset_factor(const Settings& settings, const Wanted& wanted) {
    with_store(settings, wanted.store, [&](App& app, const stores::Store& store) -> Task<bool> {
        auto ctx = ctx_of(store);
        auto member = co_await find_member(app, ctx, wanted.email);
        co_return value_of(co_await accounts::reset_second_factor(app, ctx, member));
    });
}

}  // namespace

void add_staff(CLI::App& program) {
    auto* staff = program.add_subcommand("staff", "People who work in a shop")->require_subcommand(1);
    auto wanted = std::make_shared<Wanted>();
    auto as_json = std::make_shared<bool>(false);
    auto add = [&](const char* name, const char* help) {
        auto* command = staff->add_subcommand(name, help);
        command->add_option("--store", wanted->store, "The shop's slug")->required();
        return command;
    };
    auto* inviting = add("invite", "Invite somebody: the link goes to the mailbox, and is shown here");
    inviting->add_option("email", wanted->email, "Where the invitation goes")->required();
    inviting->add_option("--name", wanted->name, "Whose it is");
    inviting->add_option("--role", wanted->roles, "A role; may be repeated");
    inviting->callback([settings = add_settings(*inviting, {"var", "public_url"}), wanted] { invite(settings(), *wanted); });

    auto* role = add("role", "Make a role, or replace what it allows");
    role->add_option("name", wanted->role, "Such as packer")->required();
    role->add_option("--permission", wanted->permissions, "Such as orders:write; * allows all; may be repeated")->required();
    role->callback([settings = add_settings(*role, {"var"}), wanted] { save_role(settings(), *wanted); });

    auto* listing = add("list", "Show who works here");
    listing->add_flag("--json", *as_json, "For scripts");
    listing->callback([settings = add_settings(*listing, {"var"}), wanted, as_json] { list(settings(), *wanted, *as_json); });

    auto* blocking = add("block", "Keep somebody out, at once and everywhere");
    blocking->add_option("email", wanted->email, "Whose")->required();
    blocking->callback([settings = add_settings(*blocking, {"var"}), wanted] { block(settings(), *wanted, true); });
    auto* opening = add("unblock", "Let somebody in again");
    opening->add_option("email", wanted->email, "Whose")->required();
    opening->callback([settings = add_settings(*opening, {"var"}), wanted] { block(settings(), *wanted, false); });
    auto* resetting = add("reset-factor", "For somebody who lost authenticator and recovery codes: they sign in by password and add another");
    resetting->add_option("email", wanted->email, "Whose")->required();
    resetting->callback([settings = add_settings(*resetting, {"var"}), wanted] { reset_factor(settings(), *wanted); });
}

}  // namespace vitrine::app
