#pragma once
#include <cstdint>
#include <string>

namespace load {

/// The command line of vitrine_load.
struct Options {
    std::string story;                      ///< get, cart, order, idle, webhook
    std::string address = "127.0.0.1";
    unsigned short port = 8080;
    std::string host = "stationery.localhost";
    int connections = 64;
    int threads = 1;
    int seconds = 10;                       ///< get, cart, idle: how long; order: at most
    int orders = 10'000;                    ///< order: carts made ready before the clock starts
    int lines = 1;                          ///< order: different articles of each cart
    int idle = 10'000;                      ///< idle: connections opened and left alone; live: WebSockets
    int devices = 5;                        ///< live: that have each cart open
    std::string paths_file;                 ///< get, idle: one path a line, asked in random order
    std::string variants_file;              ///< cart, order: "var_… minor" a line; one line is one hot article
    std::string country = "PK";
    std::string messages_file;              ///< webhook: "Header: value<tab>body" a line, each sent once
    std::string path = "/webhooks/stripe";  ///< webhook: where to
    int per_second = 0;                     ///< of all connections together, at even distances whatever the answers take; 0: as fast as they are answered
    int server_pid = 0;                     ///< idle, live: whose memory to read
};

}  // namespace load
