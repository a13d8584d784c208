#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/command.h"
#include "app/console.h"
#include "app/modules.h"
#include "app/selftest/books.h"
#include "io/http/message.h"
#include "modules/payments/operations.h"
#include "modules/stores/api.h"

namespace vitrine::app {
namespace {

struct Asked {
    std::string store, since;
    std::vector<std::string> ids;
    bool all_stuck = false, as_json = false;
    payments::Replay replay;
};

/// A command's shop: the use cases of all modules, with a client for the gateways.
struct Counter {
    explicit Counter(const Settings& settings)
        : config(settings.shop), console(settings), web(console.loop()), app{console.loop(), console.db(), web, config, std::make_shared<stores::Directory>(), nullptr, nullptr} {
        plug_modules();  // what is settled here is news to the workers
        auto refresh = [](Counter& it) -> Task<bool> {
            co_await it.app.stores->refresh(it.console.worker());
            co_return true;
        };
        console.run(refresh(*this));
    }
    std::vector<std::shared_ptr<const stores::Store>> stores(const std::string& slug) const {
        auto all = app.stores->all();
        if (!slug.empty()) std::erase_if(all, [&](const auto& store) { return store->slug != slug; });
        if (all.empty()) throw std::runtime_error("there is no store called " + slug);
        return all;
    }
    static Ctx ctx(StoreId store) { return {.now = clock_now(), .store = store, .role = Role::staff, .actor = "cli"}; }

    Config config;
    Console console;
    web::Client web;
    App app;
};

constexpr std::int64_t most_listed = 10'000;

struct StuckLine {
    std::string store;
    payments::StuckPayment stuck;
};
SHAPE(StuckLine, store, stuck)

int list_stuck(const Settings& settings, const Asked& asked) {
    Counter counter(settings);
    std::vector<StuckLine> lines;
    for (const auto& store : counter.stores(asked.store))
        for (auto& one : counter.console.run(payments::stuck(counter.app, Counter::ctx(store->id), {}, most_listed))) lines.push_back({store->slug, std::move(one)});
    if (asked.as_json) fmt::print("{}\n", to_json(lines));
    else
        for (const auto& [store, one] : lines)
            fmt::print("{}  {}  {}  {}  {}  {}  since {}  {}\n", one.payment.id.text(), store, one.order_number, one.payment.method, shape_name(one.payment.state), format_for_people(one.payment.amount),
                       format_rfc3339(one.payment.created_at), one.why);
    if (!asked.as_json) fmt::print("{} stuck\n", lines.size());
    return 0;
}

std::string word(const std::optional<payments::State>& state) { return state ? std::string(shape_name(*state)) : "unknown"; }

/// Each id is looked for in every store: an id says nothing about its store.
Task<std::vector<payments::Reverified>> reverify_in_stores(Counter& counter, std::vector<std::shared_ptr<const stores::Store>> stores, Asked asked) {
    std::vector<payments::Reverified> out;
    for (const auto& store : stores) {
        auto ctx = Counter::ctx(store->id);
        std::vector<payments::PaymentId> wanted;
        for (const auto& text : asked.ids) {
            auto id = payments::PaymentId::parse(text);
            if (!id) throw std::runtime_error("'" + text + "' is not the id of a payment (pay_…)");
            wanted.push_back(*id);
        }
        if (asked.all_stuck) {
            auto found = co_await payments::stuck(counter.app, ctx, {}, most_listed);
            for (const auto& one : found) wanted.push_back(one.payment.id);
        }
        auto done = co_await payments::reverify(counter.app, ctx, std::move(wanted));
        for (auto& one : done)
            if (one.before) out.push_back(std::move(one));
    }
    co_return out;
}

int reverify(const Settings& settings, const Asked& asked) {
    if (asked.ids.empty() == !asked.all_stuck) throw std::runtime_error("say which payments, or --all-stuck");
    Counter counter(settings);
    auto done = counter.console.run(reverify_in_stores(counter, counter.stores(asked.store), asked));
    bool is_all_well = asked.all_stuck || done.size() == asked.ids.size();
    if (asked.as_json) fmt::print("{}\n", to_json(done));
    for (const auto& one : done) {
        is_all_well &= !one.refusal;
        if (!asked.as_json) fmt::print("{}  {} -> {}{}\n", one.payment.text(), word(one.before), word(one.after), one.refusal ? "  " + *one.refusal : "");
    }
    if (!asked.as_json) fmt::print("{} asked about{}\n", done.size(), is_all_well ? "" : "; some are unknown or their gateway does not answer");
    return is_all_well ? 0 : 1;
}

struct ReplayedStore {
    std::string store;
    payments::Replayed messages;
    std::map<std::string, std::int64_t> changed;   ///< figures of the books by how much they moved meanwhile
};
SHAPE(ReplayedStore, store, messages, changed)

/// Feeds the kept messages of each store and holds its books before against those after.
int replay(const Settings& settings, Asked asked) {
    if (!asked.since.empty()) {
        asked.replay.since = parse_rfc3339(asked.since);
        if (!asked.replay.since) throw std::runtime_error("--since: a time such as 2026-03-01T10:00:00Z belongs here");
    }
    Counter counter(settings);
    std::vector<ReplayedStore> all;
    bool is_unchanged = true;
    for (const auto& store : counter.stores(asked.store)) {
        auto ctx = Counter::ctx(store->id);
        auto before = counter.console.run(selftest::books_of(counter.console.db(), ctx));
        auto messages = counter.console.run(payments::replay_webhooks(counter.app, ctx, asked.replay));
        auto changed = selftest::difference(before, counter.console.run(selftest::books_of(counter.console.db(), ctx)));
        is_unchanged &= changed.empty() && messages.taken_as_new == 0;
        all.push_back({store->slug, messages, std::move(changed)});
    }
    if (asked.as_json) fmt::print("{}\n", to_json(all));
    else
        for (const auto& [store, messages, changed] : all)
            fmt::print("{}: {} kept, {} fed: {} known, {} taken as new, {} refused; changed:{}\n", store, messages.kept, messages.fed, messages.known, messages.taken_as_new, messages.refused,
                       changed.empty() ? " nothing" : selftest::text_of(changed));
    return is_unchanged ? 0 : 1;
}

}  // namespace

void add_payments(CLI::App& program) {
    auto asked = std::make_shared<Asked>();
    auto* group = program.add_subcommand("payments", "Payments that wait for somebody");
    group->require_subcommand(1);
    auto add = [&](CLI::App* command) {
        command->add_option("--store", asked->store, "Only this shop");
        command->add_flag("--json", asked->as_json, "For scripts");
        return add_settings(*command);
    };
    auto* listing = group->add_subcommand("stuck", "Those whose end should be known by now: never started, not captured, not closed");
    listing->callback([asked, settings = add(listing)] { finish(list_stuck(settings(), *asked)); });

    auto* asking = group->add_subcommand("reverify", "Ask the gateways now and settle by what they say. Exit code 1: some could not be");
    asking->add_option("id", asked->ids, "Payments, pay_…");
    asking->add_flag("--all-stuck", asked->all_stuck, "Instead: all that `payments stuck` lists");
    asking->callback([asked, settings = add(asking)] { finish(reverify(settings(), *asked)); });

    auto* again = program.add_subcommand("replay-webhooks", "Feed the kept messages of payment gateways through their door once more; nothing may change. Exit code 1: something did");
    again->add_flag("--shuffle", asked->replay.is_shuffled, "In a drawn order");
    again->add_option("--duplicate", asked->replay.times, "Each so often")->check(CLI::Range(1, 1'000))->capture_default_str();
    again->add_option("--seed", asked->replay.seed, "Of the order")->capture_default_str();
    again->add_option("--since", asked->since, "Received at or after this time (RFC 3339)");
    again->callback([asked, settings = add(again)] { finish(replay(settings(), *asked)); });
}

}  // namespace vitrine::app
