// vitrine_load: asks a running shop many things at once and says how long the answers took. One line of JSON on stdout.
#include <iostream>

#include <CLI/CLI.hpp>

#include "tests/load/story.h"

int main(int argc, char** argv) {
    load::Options options;
    CLI::App program("Load on a running shop. Exit 0 when every answer was 2xx, else 1; 2 for wrong usage.", "vitrine_load");
    program.add_option("story", options.story, "get, cart, order, idle, live or webhook")->required()->check(CLI::IsMember({"get", "cart", "order", "idle", "live", "webhook"}));
    program.add_option("--address", options.address, "of the server");
    program.add_option("--port", options.port, "of the server");
    program.add_option("--host", options.host, "Host header: which store");
    program.add_option("--connections", options.connections, "at once")->check(CLI::Range(1, 20'000));
    program.add_option("--threads", options.threads, "of this program")->check(CLI::Range(1, 64));
    program.add_option("--seconds", options.seconds, "to measure; for orders the longest time")->check(CLI::Range(1, 3'600));
    program.add_option("--orders", options.orders, "carts made ready for the story order")->check(CLI::Range(1, 10'000'000));
    program.add_option("--lines", options.lines, "different articles of each of these carts")->check(CLI::Range(1, 200));
    program.add_option("--idle", options.idle, "connections that do nothing; WebSockets of the story live")->check(CLI::Range(1, 60'000));
    program.add_option("--devices", options.devices, "that have each cart open in the story live")->check(CLI::Range(1, 16));
    program.add_option("--paths", options.paths_file, "file with one path a line");
    program.add_option("--variants", options.variants_file, "file with 'var_… price_minor' a line");
    program.add_option("--country", options.country, "of the address");
    program.add_option("--messages", options.messages_file, "file with 'Header: value<tab>body' a line, for the story webhook");
    program.add_option("--path", options.path, "where the story webhook posts to");
    program.add_option("--per-second", options.per_second, "at even distances, whatever the answers take; without it as fast as they are answered")->check(CLI::Range(1, 1'000'000));
    program.add_option("--server-pid", options.server_pid, "whose memory to read in the stories idle and live");
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return program.exit(fault) == 0 ? 0 : 2;
    }
    try {
        auto story = load::read_story(options);
        if (options.story == "idle") return load::run_idle(story);
        if (options.story == "live") return load::run_live(story);
        auto report = load::run(story);
        std::cout << report.to_json(options.story) << std::endl;
        for (auto [status, count] : report.statuses)
            if (status < 200 || status >= 300) return 1;
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << "vitrine_load: " << fault.what() << '\n';
        return 1;
    }
}
