// Everything that staff may do by the API, from the command line: the same route, the same reading and refusals, the same audit, in this process.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/admin_call.h"
#include "app/command.h"
#include "app/console.h"
#include "app/modules.h"
#include "io/http/server.h"
#include "modules/quotes/api.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"

namespace vitrine::app {
namespace {

struct Asked {
    AdminCall call;
    std::string store, word, body_file, out_file;
};

std::vector<http::Route> staff_routes() {
    http::Routes<App> collected;
    for (const auto& module : modules())
        if (module.routes) module.routes(collected);
    auto all = collected.take();
    std::erase_if(all, [](const auto& route) { return route.options.access != http::Access::staff; });
    return all;
}

std::string method_name(http::Method method) {
    if (method == http::Method::del) return "DELETE";
    std::string name(shape_name(method));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return name;
}

int list_routes(const Asked& asked) {
    for (const auto& route : staff_routes()) {
        auto line = fmt::format("{:6} {}  [{}]  {}", method_name(route.method), route.pattern, route.options.permission, route.options.summary);
        if (line.find(asked.word) != std::string::npos) fmt::print("{}\n", line);
    }
    return 0;
}

/// The use cases of all modules with everything they know of the stores: settings, catalog, rules.
struct Office {
    explicit Office(const Settings& settings)
        : config(with_master_key(settings).shop), console(settings), web(console.loop()),
          app{console.loop(), console.db(), web, config, std::make_shared<stores::Directory>(), search::make_snapshots(settings.var_folder + "/snapshots"), nullptr}, announcer(console.loop(), console.db()) {
        plug_modules();   // what is done here is news to the workers
        app.rulebook = std::make_shared<quotes::Rulebook>();
        price_by(*app.snapshots, app.stores, app.rulebook);
        app.caught_up = [snapshots = app.snapshots](Duration limit) { return snapshots->caught_up(limit); };
    }

    Task<bool> open() {
        co_await app.stores->refresh(console.worker());
        app.loop.spawn(app.snapshots->start(app.loop, console.worker_options(), console.app_options()));
        app.loop.spawn(app.rulebook->start(app.loop, console.worker_options(), console.app_options(), app.stores));
        while (!app.snapshots->is_loaded() || !app.rulebook->is_loaded()) co_await sleep_for(5ms);
        co_return true;
    }
    Task<bool> close() {
        co_await app.snapshots->stop();
        co_await app.rulebook->stop();
        co_return true;
    }
    std::shared_ptr<const stores::Store> store(const std::string& slug) const {
        auto all = app.stores->all();
        if (slug.empty() && all.size() == 1) return all.front();
        if (slug.empty()) throw std::runtime_error("there are several stores: say which with --store");
        auto found = app.stores->by_slug(slug);
        if (!found) throw std::runtime_error("there is no store called " + slug);
        return found;
    }

    Config config;
    Console console;
    web::Client web;
    App app;
    jobs::Announcer announcer;
};

/// Prints what a stream tells, as it tells it.
class Printed final : public http::EventSink {
public:
    explicit Printed(std::ostream& to) : to_(to) {}
    Task<bool> send(std::string_view event, std::string_view data, std::string_view) override {
        to_ << event << ": " << data << "\n" << std::flush;
        co_return bool(to_);
    }

private:
    std::ostream& to_;
};

Task<bool> write_out(http::Response response, std::ostream& to) {
    if (const auto* text = std::get_if<std::string>(&response.body)) to << *text;
    else if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body)) to << **shared;
    else if (const auto* cached = std::get_if<std::shared_ptr<const http::CachedAnswer>>(&response.body)) to << (*cached)->body;
    else if (const auto* file = std::get_if<http::FileBody>(&response.body)) to << std::ifstream(file->path, std::ios::binary).rdbuf();
    else if (auto* stream = std::get_if<http::EventStream>(&response.body)) {
        Printed printed(to);
        co_await stream->run(printed);
    }
    to.flush();
    co_return bool(to);
}

std::string read_all(const std::string& path) {
    if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

int call(const Settings& settings, Asked asked) {
    if (!asked.body_file.empty()) asked.call.body = read_all(asked.body_file);
    if (asked.call.idempotency_key.empty()) asked.call.idempotency_key = "cli-" + uuid_text(new_uuid(clock_now()));
    auto request = request_of(asked.call);
    if (!request) {
        std::cerr << std::get<std::string>(http::problem(request.error(), "cli").body) << "\n";
        return 2;
    }
    http::Router router(staff_routes());
    auto match = router.find(*request);
    if (!match.route) throw std::runtime_error(match.path_known ? "this path has other methods: see `vitrine admin routes`" : "there is no such route: see `vitrine admin routes`");

    Office office(settings);
    office.console.run(office.open());
    Ctx ctx{.now = clock_now(), .store = office.store(asked.store)->id, .role = Role::staff, .actor = "cli", .request_id = asked.call.idempotency_key, .permissions = {"*"}};
    auto response = office.console.run(match.route->run(&office.app, ctx, *request));
    auto status = response.status;
    std::ofstream file;
    if (!asked.out_file.empty() && status < 400) {
        file.open(asked.out_file, std::ios::binary | std::ios::trunc);
        if (!file) throw std::runtime_error("cannot write " + asked.out_file);
    }
    auto& to = status >= 400 ? std::cerr : file.is_open() ? static_cast<std::ostream&>(file) : std::cout;
    bool is_written = office.console.run(write_out(std::move(response), to));
    if (!file.is_open()) to << "\n";
    office.console.run(office.close());
    if (!is_written) throw std::runtime_error("the answer could not be written");
    return status < 400 ? 0 : 1;
}

}  // namespace

void add_admin(CLI::App& program) {
    auto asked = std::make_shared<Asked>();
    auto* group = program.add_subcommand("admin", "Everything that staff do by the admin API: orders, returns, stock, parcels, notices and the rest, with the same rules and the same audit");
    group->require_subcommand(1);
    auto* listing = group->add_subcommand("routes", "What there is: method, path, permission, meaning");
    listing->add_option("word", asked->word, "Only lines with this in them");
    listing->callback([asked] { finish(list_routes(*asked)); });

    auto* calling = group->add_subcommand("call", "Do one: vitrine admin call PATCH /orders/ord_… verb=pack --store ghee. Exit code 1: it was refused, the reason is on standard error");
    calling->add_option("method", asked->call.method, "GET, POST, PUT, PATCH or DELETE")->required();
    calling->add_option("path", asked->call.path, "As `vitrine admin routes` tells it, from /api/v1/admin on")->required();
    calling->add_option("fields", asked->call.fields, "name=text, name:=JSON; of GET and DELETE they are the query");
    calling->add_option("--body", asked->body_file, "A file with the JSON to send instead of fields; - is standard input");
    calling->add_option("--store", asked->store, "The shop, where there are several");
    calling->add_option("--key", asked->call.idempotency_key, "Idempotency-Key: the same again is done once");
    calling->add_option("--if-match", asked->call.if_match, "Only while it is still this version");
    calling->add_option("--out", asked->out_file, "Where the answer goes, a PDF for instance");
    calling->callback([asked, settings = add_settings(*calling)] { finish(call(settings(), *asked)); });
}

}  // namespace vitrine::app
