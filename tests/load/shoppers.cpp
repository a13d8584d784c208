// The stories: reading pages, filling carts, placing orders. All through the public API, as any client would.
#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "tests/load/story.h"

namespace load {
namespace {
namespace asio = boost::asio;

/// Asks for random ones of the given paths.
class Reader : public Shopper {
public:
    Reader(const Story& story, int number) : random_(unsigned(number)) {
        if (story.paths.empty()) throw std::runtime_error("this story needs --paths");
        for (const auto& path : story.paths) requests_.push_back(make_request("GET", path, story.options.host));
    }
    asio::awaitable<void> prepare(Connection& connection) override { co_await connection.connect(); }
    std::string next_request() override { return requests_[random_() % requests_.size()]; }

private:
    std::vector<std::string> requests_;
    std::mt19937 random_;
};

struct Cart {
    std::string id, token_line;
    std::string path() const { return "/api/v1/carts/" + id; }
};

asio::awaitable<Answer> must(Connection& connection, std::string request, std::string_view what) {
    auto answer = co_await connection.ask(request);
    if (answer.status < 200 || answer.status >= 300) throw std::runtime_error(fmt::format("{} was answered {}: {}", what, answer.status, answer.body));
    co_return answer;
}

asio::awaitable<Cart> open_cart(Connection& connection, const Options& options) {
    auto answer = co_await must(connection, make_request("POST", "/api/v1/carts", options.host, {}, "{}"), "POST /carts");
    auto made = boost::json::parse(answer.body);
    Cart cart;
    cart.id = std::string(made.at("id").as_string());
    cart.token_line = fmt::format("X-Cart-Token: {}\r\n", std::string_view(made.at("token").as_string()));
    co_return cart;
}

std::string add_line(const Cart& cart, const Options& options, const Variant& variant) {
    return make_request("POST", cart.path() + "/lines", options.host, cart.token_line, fmt::format(R"({{"variant": "{}", "quantity": 1}})", variant.id));
}

/// Has some carts and adds articles to them; each cart holds at most three different ones, as carts do.
class CartFiller : public Shopper {
public:
    CartFiller(const Story& story, int number) : story_(story), random_(unsigned(number) + 1) {
        if (story.variants.empty()) throw std::runtime_error("this story needs --variants");
    }
    asio::awaitable<void> prepare(Connection& connection) override {
        for (int i = 0; i < carts_each; ++i) {
            Own own;
            own.cart = co_await open_cart(connection, story_.options);
            for (auto& variant : own.variants) variant = random_() % story_.variants.size();
            owned_.push_back(std::move(own));
        }
    }
    std::string next_request() override {
        const auto& own = owned_[random_() % owned_.size()];
        return add_line(own.cart, story_.options, story_.variants[own.variants[random_() % own.variants.size()]]);
    }

private:
    static constexpr int carts_each = 50;
    struct Own {
        Cart cart;
        std::array<size_t, 3> variants{};
    };
    const Story& story_;
    std::mt19937 random_;
    std::vector<Own> owned_;
};

/// Has carts ready to be placed and places one after the other.
class Buyer : public Shopper {
public:
    Buyer(const Story& story, int number) : story_(story), number_(number), random_(unsigned(number) + 7) {
        if (story.variants.size() < size_t(story.options.lines)) throw std::runtime_error("this story needs --variants, as many as a cart has lines");
    }
    asio::awaitable<void> prepare(Connection& connection) override {
        int count = std::max(1, story_.options.orders / story_.options.connections);
        for (int i = 0; i < count; ++i) orders_.push_back(co_await ready_order(connection, i));
    }
    std::string next_request() override { return std::move(orders_[next_++]); }
    bool is_done() const override { return next_ == orders_.size(); }

private:
    asio::awaitable<std::string> ready_order(Connection& connection, int index) {
        const auto& options = story_.options;
        auto cart = co_await open_cart(connection, options);
        auto first = random_() % story_.variants.size();
        for (int i = 0; i < options.lines; ++i) co_await must(connection, add_line(cart, options, story_.variants[(first + size_t(i)) % story_.variants.size()]), "POST lines");
        auto address = fmt::format(
            R"({{"email": "buyer{}@load.example", "shipping": {{"name": "Load Buyer", "line1": "1 Long Road", "city": "Lahore", "postal_code": "54000", "country": "{}", "phone": "+923001234567"}}}})",
            number_, options.country);
        co_await must(connection, make_request("PUT", cart.path() + "/addresses", options.host, cart.token_line, address), "PUT addresses");
        auto quoted = co_await must(connection, make_request("GET", cart.path() + "/quote", options.host, cart.token_line), "GET quote");
        auto total = boost::json::serialize(boost::json::parse(quoted.body).at("total"));
        auto header = fmt::format("{}Idempotency-Key: load-{}-{}-{:08x}{:08x}\r\n", cart.token_line, number_, index, std::uint32_t(random_()), std::uint32_t(random_()));
        auto body = fmt::format(R"({{"cart": "{}", "payment_method": "bank_transfer", "expected_total": {}}})", cart.id, total);
        co_return make_request("POST", "/api/v1/orders", options.host, header, body);
    }
    const Story& story_;
    int number_;
    std::mt19937 random_;
    std::vector<std::string> orders_;
    size_t next_ = 0;
};

/// Hands signed messages of a gateway in, its share of the file, each once.
class Messenger : public Shopper {
public:
    Messenger(const Story& story, int number) {
        if (story.messages.empty()) throw std::runtime_error("this story needs --messages");
        for (size_t i = size_t(number); i < story.messages.size(); i += size_t(story.options.connections)) {
            const auto& line = story.messages[i];
            auto tab = line.find('\t');
            requests_.push_back(make_request("POST", story.options.path, story.options.host, line.substr(0, tab) + "\r\n", line.substr(tab + 1)));
        }
    }
    asio::awaitable<void> prepare(Connection& connection) override { co_await connection.connect(); }
    std::string next_request() override { return std::move(requests_[next_++]); }
    bool is_done() const override { return next_ == requests_.size(); }

private:
    std::vector<std::string> requests_;
    size_t next_ = 0;
};

}  // namespace

std::unique_ptr<Shopper> make_reader(const Story& story, int number) { return std::make_unique<Reader>(story, number); }
std::unique_ptr<Shopper> make_cart_filler(const Story& story, int number) { return std::make_unique<CartFiller>(story, number); }
std::unique_ptr<Shopper> make_buyer(const Story& story, int number) { return std::make_unique<Buyer>(story, number); }
std::unique_ptr<Shopper> make_messenger(const Story& story, int number) { return std::make_unique<Messenger>(story, number); }

}  // namespace load
