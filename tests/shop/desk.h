#pragma once
#include <boost/json.hpp>

#include "io/http/server.h"
#include "modules/catalog/api.h"
#include "modules/search/api.h"
#include "modules/stores/api.h"
#include "tests/support/database.h"

namespace vitrine::test {

/// What came back, read as JSON where it is JSON.
struct Reply {
    int status = 0;
    shape::Fields headers;
    std::string body;

    boost::json::value json() const { return boost::json::parse(body); }
    std::string header(std::string_view name) const;
    std::string etag() const { return header("ETag"); }
    std::string code() const;                          ///< of a problem
    std::vector<std::string> faults() const;           ///< "/title required"
    std::string text(std::string_view pointer) const;  ///< a text in it, by JSON pointer
    std::int64_t number(std::string_view pointer) const;
};

/// The staff's desk of a store: all routes of all modules, asked as over the wire (permissions included), with snapshots that follow the database.
///
///     Desk desk;
///     auto made = desk.post("/api/v1/admin/products", R"({"title": "Pen", "category": "pens"})");
///     EXPECT_EQ(desk.get("/api/v1/products/pen").status, 200);
class Desk {
public:
    explicit Desk(std::string slug = "test", std::string currency = "PKR");
    ~Desk();

    Reply get(std::string target) { return send(http::Method::get, std::move(target), {}, {}); }
    Reply post(std::string target, std::string body, shape::Fields headers = {}) { return send(http::Method::post, std::move(target), std::move(body), std::move(headers)); }
    Reply put(std::string target, std::string body, std::string if_match) { return send(http::Method::put, std::move(target), std::move(body), {{"if-match", std::move(if_match)}}); }
    Reply patch(std::string target, std::string body, std::string if_match) { return send(http::Method::patch, std::move(target), std::move(body), {{"if-match", std::move(if_match)}}); }
    Reply del(std::string target, std::string if_match) { return send(http::Method::del, std::move(target), {}, {{"if-match", std::move(if_match)}}); }
    Reply send(http::Method method, std::string target, std::string body, shape::Fields headers);
    Task<Reply> ask(http::Method method, std::string target, std::string body, shape::Fields headers);  ///< for several at once

    // Stages.
    std::string category(std::string slug, std::string parent_id = {}, std::string more = {});           ///< gives its id
    void attribute(std::string body);                                                                    ///< must be fine
    Reply product(std::string body) { return post("/api/v1/admin/products", std::move(body)); }
    /// A product with one variant that costs 100 and of which there are `on_hand`, published. Gives its id.
    std::string published(std::string title, std::string category, std::int64_t on_hand = 5, std::string more = {});
    Reply move(const std::string& product, std::string verb, std::string reason = {});
    void publish(const std::string& product);                                                            ///< from its draft on
    void price(const std::vector<catalog::VariantId>& variants, std::int64_t minor);
    void stock(catalog::VariantId variant, std::int64_t on_hand);
    catalog::VariantId first_variant(const std::string& product);
    std::shared_ptr<const search::Snapshot> seen();                                                      ///< everything committed so far is in it
    int run_due_jobs(Instant now);

    template <class T>
    T run(Task<T> task) {
        return test::run(floor.loop, std::move(task));
    }

    TestDatabase database;
    Shopfloor floor{database, 4};
    Config config;
    web::Client web;
    std::shared_ptr<stores::Directory> directory = std::make_shared<stores::Directory>();
    std::shared_ptr<search::Snapshots> snapshots = search::make_snapshots();
    App app;
    Ctx ctx;
    Currency currency;
    std::vector<std::string> permissions{"*"};         ///< of whoever asks under /api/v1/admin
    std::string actor = "key_test";
    std::optional<Instant> clock;                      ///< what requests take for now; the real clock when empty

private:
    std::unique_ptr<http::Router> router_;
};

}  // namespace vitrine::test
