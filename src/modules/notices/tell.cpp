#include "modules/notices/tell.h"

#include <algorithm>

#include "core/check.h"
#include "modules/notices/means.h"
#include "modules/notices/sql.h"

namespace vitrine::notices {
namespace {

/// The readers' rows as columns of one statement.
struct Columns {
    std::vector<NoticeId> ids;
    std::vector<std::string> keys, stages, subjects, recipients, preferences_of, languages, whys;
    std::vector<Audience> audiences;
    std::vector<Channel> channels;
    std::vector<RawJson> facts;
    std::vector<State> states;
    std::vector<Instant> dues;

    void add(const Stage& stage, const Occasion& occasion, const rules::Draft& draft, Instant now) {
        ids.push_back(NoticeId::next(now));
        keys.push_back(draft.dedup_key);
        stages.emplace_back(stage.code);
        subjects.push_back(occasion.subject);
        audiences.push_back(stage.audience);
        channels.push_back(draft.channel);
        recipients.push_back(draft.recipient);
        preferences_of.push_back(draft.preferences_of);
        languages.push_back(draft.language);
        facts.push_back({to_json(occasion.facts)});
        states.push_back(draft.state);
        whys.push_back(draft.why);
        dues.push_back(draft.due);
    }
};

struct Known {
    Settings settings;
    std::vector<rules::Reader> staff;
    rules::Reader buyer;
};

std::vector<Email> staff_of(const Settings& settings, const stores::Store& store) {
    if (settings.staff && !settings.staff->empty()) return *settings.staff;
    auto contact = Email::parse(store.contact_email);
    return contact ? std::vector{*contact} : std::vector<Email>{};
}

Settings settings_of(const std::optional<SettingsRow>& row, const stores::Store& store) {
    if (!row) return default_settings(store);
    auto settings = read_json<Settings>(row->settings.text);
    check(settings.has_value(), "stored settings of notices fit their shape");
    return std::move(*settings);
}

/// What decides, in two round trips of the transaction that writes.
Task<Known> look_up(pg::Tx& tx, const stores::Store& store, const Buyer& buyer) {
    auto mailbox = buyer.email ? rules::address_key(Channel::mail, *buyer.email) : std::string();
    auto settings = tx.queue(sql::find_settings());
    auto preferences = tx.queue(sql::find_preferences(mailbox));
    co_await tx.flush();
    Known known{.settings = settings_of(*settings, store)};
    known.buyer = {buyer.email, buyer.phone, *preferences ? Preferences{(*preferences)->language, (*preferences)->switched_off} : Preferences{}, {}};
    std::vector<Channel> channels;
    std::vector<std::string> addresses;
    auto ask_for = [&](Channel channel, std::string_view address) {
        channels.push_back(channel);
        addresses.push_back(rules::address_key(channel, address));
    };
    if (buyer.email) ask_for(Channel::mail, *buyer.email);
    if (buyer.phone) ask_for(Channel::sms, *buyer.phone);
    for (const auto& email : staff_of(known.settings, store)) {
        known.staff.push_back({.email = email});
        ask_for(Channel::mail, email);
    }
    auto suppressed = co_await tx.ask(sql::find_suppressed(channels, addresses));
    known.buyer.suppressed = suppressed;
    for (auto& reader : known.staff) reader.suppressed = suppressed;
    co_return known;
}

Columns plan_all(const std::vector<Occasion>& occasions, const Known& known, rules::Ways ways, const TimeZone& zone, Instant now) {
    Columns columns;
    for (const auto& occasion : occasions) {
        const auto* stage = find_stage(occasion.stage);
        check(stage != nullptr, "an occasion is one of the stages");
        auto readers = stage->audience == Audience::staff ? known.staff : std::vector{known.buyer};
        bool stands_in_shop = false;
        for (const auto& reader : readers)
            for (auto& draft : rules::plan(*stage, occasion.event, reader, known.settings, ways, zone, now)) {
                bool is_for_all = stage->audience == Audience::staff && draft.channel == Channel::in_app;  // one shop, one list of what is to be done
                if (is_for_all && std::exchange(stands_in_shop, true)) continue;
                columns.add(*stage, occasion, draft, now);
            }
    }
    return columns;
}

}  // namespace

void send_later(pg::Tx& tx, NoticeId id, const std::string& subject, Channel channel, const std::string& recipient, Instant due) {
    auto lane = subject + "/" + std::string(shape_name(channel)) + "/" + rules::address_key(channel, recipient);
    jobs::later(tx, std::string(send_kind), lane, due, SendNotice{id});
}

Task<void> tell(App& app, const jobs::Attempt& attempt, Buyer buyer, std::vector<Occasion> occasions) {
    auto now = attempt.ctx.now;
    auto store = app.stores->known(attempt.ctx.store);
    auto means = means_of(app.config, *store);
    auto zone = TimeZone::find(store->time_zone);
    if (!zone) zone = TimeZone::utc();
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto known = co_await look_up(tx, *store, buyer);
        auto all = plan_all(occasions, known, {means.has(Channel::mail), means.has(Channel::sms)}, *zone, now);
        attempt.finish(tx);
        if (all.ids.empty()) co_return true;
        auto added = co_await tx.ask(sql::add_notices(all.ids, all.keys, all.stages, all.subjects, all.audiences, all.channels, all.recipients, all.preferences_of, all.languages, all.facts, all.states, all.whys,
                                                      all.dues, now));
        for (size_t i = 0; i < all.ids.size(); ++i) {
            bool is_new = std::ranges::find(added, all.ids[i]) != added.end();
            if (is_new && all.states[i] == State::queued) send_later(tx, all.ids[i], all.subjects[i], all.channels[i], all.recipients[i], all.dues[i]);
        }
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::notices
