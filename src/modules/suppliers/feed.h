#pragma once
// A feed: where a supplier's file comes from, what its columns mean, and what the shop asks for the goods in it.
#include "modules/suppliers/layout.h"
#include "modules/suppliers/pricing.h"
#include "modules/suppliers/supplier.h"

namespace vitrine::suppliers {

enum class FeedState { active, paused };
SHAPE_ENUM(FeedState, active, paused)
/// pull: fetched from an address; drop: the newest file in the feed's folder; upload: sent by a person or a program.
enum class SourceKind { pull, drop, upload };
SHAPE_ENUM(SourceKind, pull, drop, upload)
enum class FetchMethod { get, post };
SHAPE_ENUM(FetchMethod, get, post)

struct Source {
    SourceKind kind = SourceKind::upload;
    std::optional<Text<8, 1'000>> url;           ///< of pull
    std::optional<FetchMethod> method;           ///< get unless said
};
SHAPE(Source, kind, url, method)

/// What the supplier knows us by. Written, never read back.
struct SourceSecrets {
    std::optional<std::map<std::string, std::string>> headers;   ///< {"Authorization": "Bearer …"}
    std::optional<Text<0, 8'000>> body;                          ///< of a post
};
SHAPE(SourceSecrets, headers, body)

/// Limits in whole percent at which a run stops and asks. Unless said: 20 vanish, 30 faulty rows, 20 of the prices jump, a jump is more than 25.
struct Guards {
    std::optional<Whole<0, 100>> vanish_percent, faulty_percent, jumps_percent;
    std::optional<Whole<1, 1'000>> jump_percent;
};
SHAPE(Guards, vanish_percent, faulty_percent, jumps_percent, jump_percent)

struct FeedInput {
    SupplierId supplier;
    Slug code;                                   ///< once in a store; also the folder of dropped files
    Text<1, 120> name;
    std::optional<FeedState> state;
    Source source;
    std::optional<SourceSecrets> secrets;        ///< none: stay as they are
    Layout layout;
    Pricing pricing;
    std::optional<Guards> guards;
    std::optional<Whole<5, 10'080>> every_minutes;   ///< none: only when somebody says so
};
SHAPE(FeedInput, supplier, code, name, state, source, secrets, layout, pricing, guards, every_minutes)

struct FeedView {
    FeedId id;
    std::int64_t version = 1;
    SupplierId supplier;
    std::string code, name;
    FeedState state = FeedState::active;
    Source source;
    bool has_secrets = false;
    Layout layout;
    Pricing pricing;
    Guards guards;
    std::optional<std::int64_t> every_minutes;
    std::optional<Instant> next_run_at;
    std::optional<RunId> last_run;
    std::int64_t listed = 0;
    Instant created_at{}, updated_at{};
};
SHAPE(FeedView, id, version, supplier, code, name, state, source, has_secrets, layout, pricing, guards, every_minutes, next_run_at, last_run, listed, created_at, updated_at)
struct FeedList {
    std::vector<FeedView> items;
};
SHAPE(FeedList, items)

/// A beginning of a file and how a feed would read it.
struct PreviewInput {
    Layout layout;
    Pricing pricing;
    Currency currency;                           ///< of rows that name none
    std::string sample;                          ///< up to 200,000 bytes as the file has them
};
SHAPE(PreviewInput, layout, pricing, currency, sample)
struct PreviewColumn {
    std::string column;
    std::string field;                           ///< empty: not used
    std::string example;                         ///< the first value in the sample
};
SHAPE(PreviewColumn, column, field, example)
struct PreviewFault {
    std::string column, code, text;
    bool is_notice = false;
};
SHAPE(PreviewFault, column, code, text, is_notice)
struct PreviewRow {
    std::int64_t row = 0;
    std::optional<std::string> code, identity, title;
    std::optional<Money> cost, price;
    std::optional<std::string> price_explained;
    std::optional<std::map<std::string, std::string>> facts;
    std::vector<PreviewFault> faults;
};
SHAPE(PreviewRow, row, code, identity, title, cost, price, price_explained, facts, faults)
struct Preview {
    std::vector<PreviewColumn> columns;
    std::vector<PreviewRow> rows;                ///< the first twenty
};
SHAPE(Preview, columns, rows)

Task<FeedList> list_feeds(App& app, Ctx ctx);
/// Refuses suppliers.feed_not_found.
Task<Result<FeedView>> find_feed(App& app, Ctx ctx, FeedId id);
/// Refuses suppliers.supplier_not_found, suppliers.code_taken.
Task<Result<FeedView>> create_feed(App& app, Ctx ctx, FeedInput in);
/// At the version the caller saw. Refuses suppliers.feed_not_found, suppliers.supplier_not_found, suppliers.code_taken, stale_version.
Task<Result<FeedView>> replace_feed(App& app, Ctx ctx, FeedId id, std::optional<std::int64_t> version, FeedInput in);
/// Reads the beginning of a file as a feed would and changes nothing. Refuses suppliers.unreadable.
Task<Result<Preview>> preview(App& app, Ctx ctx, PreviewInput in);

}  // namespace vitrine::suppliers
