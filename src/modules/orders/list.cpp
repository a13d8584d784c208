#include "modules/orders/list.h"

#include <algorithm>
#include <tuple>

#include "core/time_cursor.h"
#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace {

using Cursor = TimeCursor<OrderId>;

/// "S-100023" in any case.
std::optional<std::string> number_in(std::string_view text) {
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    bool is_number = text.size() > 2 && std::isalpha((unsigned char)text[0]) && text[1] == '-' && std::ranges::all_of(text.substr(2), is_digit);
    if (!is_number) return {};
    std::string number(text);
    number[0] = char(std::toupper((unsigned char)number[0]));
    return number;
}

template <class T>
std::optional<std::string> plain(const std::optional<T>& text) {
    return text ? std::optional(text->str()) : std::nullopt;
}

/// A filter with its text understood.
struct Question {
    OrderFilter filter;
    std::optional<std::string> method, currency, email, number, sku;
    std::vector<std::string> words;       ///< the rarest first, at most three
    Cursor from;
    std::int32_t rows = 0;
};

/// The more, the rarer a word most likely is: those with digits first, then the longer ones.
std::tuple<bool, size_t, std::string_view> rarity(const std::string& word) {
    bool has_digits = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
    return {has_digits, word.size(), word};
}

Question understood(OrderFilter filter, Cursor from, std::string_view own_currency) {
    Question q{.filter = filter, .method = plain(filter.method), .currency = {}, .email = plain(filter.email), .number = plain(filter.number), .sku = plain(filter.sku), .words = {}, .from = from};
    if (filter.currency) q.currency = std::string(filter.currency->code());
    else if (filter.total_min || filter.total_max) q.currency = std::string(own_currency);
    if (q.email) q.email = lower_ascii(*q.email);
    if (filter.text) {
        const auto& text = filter.text->str();
        if (text.find('@') != std::string::npos && !q.email) q.email = lower_ascii(text);
        else if (auto number = number_in(text); number && !q.number) q.number = std::move(number);
        else q.words = words_in(text);
    }
    std::ranges::sort(q.words, [](const auto& a, const auto& b) { return rarity(a) > rarity(b); });
    if (q.words.size() > 3) q.words.resize(3);
    return q;
}

pg::Query<std::vector<ListedOrder>> query_of(const Question& q) {
    const auto& f = q.filter;
    auto from = f.from.value_or(Instant{}), until = f.until.value_or(q.from.at + std::chrono::hours(1));
    if (q.words.size() == 1)
        return sql::find_page_by_word(f.state, f.payment_state, q.method, from, until, q.currency, f.total_min, f.total_max, q.email, q.number, q.from.at, q.from.id, q.rows, q.words[0],
                                      q.sku);
    auto third = q.words.size() > 2 ? std::optional(q.words[2]) : std::nullopt;
    if (!q.words.empty())
        return sql::find_page_by_words(f.state, f.payment_state, q.method, from, until, q.currency, f.total_min, f.total_max, q.email, q.number, q.from.at, q.from.id, q.rows, q.words[0],
                                       q.words[1], third, q.sku);
    if (q.sku)
        return sql::find_page_by_sku(f.state, f.payment_state, q.method, from, until, q.currency, f.total_min, f.total_max, q.email, q.number, q.from.at, q.from.id, q.rows, *q.sku);
    return sql::find_page(f.state, f.payment_state, q.method, from, until, q.currency, f.total_min, f.total_max, q.email, q.number, q.from.at, q.from.id, q.rows);
}

}  // namespace

pg::Query<std::vector<ListedOrder>> page_query(OrderFilter filter, Instant now, std::string_view own_currency) {
    auto rows = std::int32_t(filter.limit.value_or(Whole<1, 200>{50})) + 1;
    auto question = understood(std::move(filter), {now + std::chrono::hours(24), {}}, own_currency);
    question.rows = rows;
    return query_of(question);
}

Task<Result<OrderPage>> list(App& app, Ctx ctx, OrderFilter filter) {
    auto limit = std::int32_t(filter.limit.value_or(Whole<1, 200>{50}));
    Cursor from{ctx.now + std::chrono::hours(24), {}};
    if (filter.cursor) {
        auto parsed = Cursor::parse(*filter.cursor);
        if (!parsed) co_return refuse(refusals::invalid, {}, {{"/cursor", "bad_cursor", "use the next_cursor of an earlier answer"}});
        from = *parsed;
    }
    OrderPage page;
    auto question = understood(std::move(filter), from, app.stores->known(ctx.store)->currency.code());
    bool is_unreadable = question.filter.text && !question.email && !question.number && question.words.empty();
    if (is_unreadable) co_return page;
    question.rows = limit + 1;
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<ListedOrder>>> {
        tx.send(sql::plan_for_values());
        co_return co_await tx.ask(query_of(question));
    };
    auto rows = co_await app.db.transaction(ctx, body, {.read_only = true});
    if (rows->size() > size_t(limit)) {
        rows->resize(size_t(limit));
        page.next_cursor = Cursor{rows->back().placed_at, rows->back().id}.text();
    }
    page.items = std::move(*rows);
    co_return page;
}

Task<std::vector<StateCount>> count_states(App& app, Ctx ctx) {
    std::vector<State> states;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto state) { states.push_back(state.value); });
    auto query = sql::count_states(states, most_counted);
    co_return co_await app.db.read(ctx, std::move(query));
}

}  // namespace vitrine::orders
