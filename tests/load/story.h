#pragma once
#include <random>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "tests/load/client.h"
#include "tests/load/options.h"
#include "tests/load/report.h"

namespace load {

/// What one shopper (one connection) does. `prepare` runs before the clock starts, for all; then all are let go at once.
class Shopper {
public:
    virtual ~Shopper() = default;
    virtual boost::asio::awaitable<void> prepare(Connection& connection) = 0;
    /// One measured request, made ready without counting time.
    virtual std::string next_request() = 0;
    virtual bool is_done() const { return false; }
    virtual void see(const Answer& answer) { (void)answer; }
};

struct Variant {
    std::string id;
    std::int64_t price_minor = 0;
};

/// What all shoppers share; read only.
struct Story {
    Options options;
    std::vector<std::string> paths;
    std::vector<Variant> variants;
    std::vector<std::string> messages;
    std::unique_ptr<Shopper> make_shopper(int number) const;
};

Story read_story(const Options& options);
std::unique_ptr<Shopper> make_reader(const Story& story, int number);
std::unique_ptr<Shopper> make_cart_filler(const Story& story, int number);
std::unique_ptr<Shopper> make_buyer(const Story& story, int number);
std::unique_ptr<Shopper> make_messenger(const Story& story, int number);

/// Runs the story on its threads and gives the sum of what all shoppers saw.
Report run(const Story& story);
/// Opens the idle connections, reports the server's memory before and after, then runs the readers among them.
int run_idle(const Story& story);
/// Opens carts on several devices each, reports the server's memory before and after, then edits some of them. Ends the program.
int run_live(const Story& story);

}  // namespace load
