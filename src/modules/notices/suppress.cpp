#include "modules/notices/suppress.h"

#include "modules/notices/rules.h"
#include "modules/notices/sql.h"

namespace vitrine::notices {

Task<SuppressionPage> list_suppressions(App& app, Ctx ctx, std::string after, int limit) {
    auto rows = co_await app.db.read(ctx, sql::list_suppressions(after, limit + 1));
    SuppressionPage page{std::move(rows), {}};
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().address;
    }
    co_return page;
}

Task<Result<SuppressionRow>> suppress(App& app, Ctx ctx, NewSuppression in) {
    bool is_address = in.channel == Channel::mail ? Email::parse(in.address).has_value() : in.channel == Channel::sms && Phone::parse(in.address).has_value();
    if (!is_address) co_return refuse(refusals::invalid, {}, {{"/address", "malformed", "an address of this channel belongs here: mail or sms"}});
    auto key = rules::address_key(in.channel, in.address);
    auto body = [&](pg::Tx& tx) -> Task<Result<SuppressionRow>> {
        tx.send(sql::add_suppression(in.channel, key, in.reason.value_or(SuppressionReason::staff), in.detail ? in.detail->str() : ""));
        auto rows = co_await tx.ask(sql::find_suppressed({in.channel}, {key}));
        co_return rows.at(0);
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<Result<bool>> allow_again(App& app, Ctx ctx, Channel channel, std::string address) {
    auto key = rules::address_key(channel, address);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto removed = co_await tx.ask(sql::remove_suppression(channel, key));
        if (removed == 0) co_return refuse(not_suppressed);
        co_return true;
    };
    co_return co_await app.db.transaction(ctx, body);
}

Task<void> switch_off(App& app, Ctx ctx, std::string address, std::string what) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::switch_off(address, what));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::notices
