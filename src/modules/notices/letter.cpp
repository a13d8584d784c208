#include "modules/notices/letter.h"

#include "core/check.h"
#include "modules/accounts/personal/api.h"
#include "modules/launch/api.h"
#include "modules/notices/access.h"
#include "modules/notices/rules.h"
#include "modules/notices/sql.h"
#include "modules/orders/api.h"

namespace vitrine::notices {
namespace {

template <class T>
T stored(const RawJson& json) {
    auto value = read_json<T>(json.text);
    if (!value) throw std::runtime_error("what is stored of a notice does not fit its shape");
    return std::move(*value);
}

bool may_be_switched_off(const NoticeRow& row) {
    const auto* stage = find_stage(row.stage);
    return stage && stage->audience == Audience::buyer && stage->topic != Topic::orders && stage->topic != Topic::account;
}

/// Opens the order, or the cart, for whoever reads this mail, or does what a link about an account does: the token is made here and stands in no table.
std::string order_link(const Config& config, const NoticeRow& row, const Facts& facts, const Stationery& stationery) {
    if (facts.cart) return stationery.base + carts::recovery_path(config, *facts.cart);
    if (facts.account == "keep" && facts.account_link) return accounts::keep_account_url(config, *stationery.store, *facts.account_link);
    if (row.stage == "launch_open") return stationery.base + "/";
    if (auto signup = facts.signup ? launch::SignupId::parse(*facts.signup) : std::nullopt) return launch::signup_url(config, *stationery.store, *signup);
    if (row.stage == "account_export_ready") return stationery.base + "/account/data";
    if (auto link = facts.account_link ? accounts::LinkId::parse(*facts.account_link) : std::nullopt) {
        shape::Reader reader;
        accounts::Purpose purpose{};
        check(shape::Codec<accounts::Purpose>::from_text(reader, facts.account.value_or(""), purpose), "a link does something");
        return accounts::link_url(config, *stationery.store, purpose, *link);
    }
    auto id = facts.order ? orders::OrderId::parse(*facts.order) : std::nullopt;
    if (!id || row.audience == Audience::staff) return {};
    if (facts.tracking_url && row.stage == "order_shipped") return *facts.tracking_url;
    return stationery.base + "/orders/" + id->text() + "?token=" + orders::guest_token(config, *id);
}

}  // namespace

Task<Stationery> stationery_of(App& app, Ctx ctx) {
    auto store = app.stores->known(ctx.store);
    auto kept = co_await load_settings(app.db, ctx, *store);
    Stationery out{.store = store, .settings = std::move(kept.settings), .means = means_of(app.config, *store), .base = store_base(app.config, *store)};
    auto zone = TimeZone::find(store->time_zone);
    out.head = {store->name, store->contact_email, look_of(store->theme), zone ? zone : TimeZone::utc()};
    co_return out;
}

Task<Template> text_for(App& app, Ctx ctx, std::string stage, std::string language) {
    auto own = co_await app.db.read(ctx, sql::find_template(stage, language));
    co_return own ? stored<Template>(own->definition) : built_in(stage, language);
}

Rendered render_notice(const Config& config, const NoticeRow& row, const Stationery& stationery, const Template& text) {
    auto facts = stored<Facts>(row.facts);
    const auto* language = find_language(row.language);
    check(language != nullptr, "a notice is written in a language we have");
    Links links{.order = order_link(config, row, facts, stationery), .is_about_cart = facts.cart.has_value()};
    if (row.channel == Channel::mail && may_be_switched_off(row)) links.unsubscribe = unsubscribe_link(config, stationery, row.recipient, find_stage(row.stage)->topic);
    return render(stationery.head, *language, text, facts, links);
}

mail::Message message_of(const Config& config, const NoticeRow& row, const Stationery& stationery, const Rendered& rendered, const std::string& reference) {
    const auto& from = *stationery.means.from;
    auto to = Email::parse(row.recipient);
    check(to.has_value(), "a mail goes to an address");
    mail::Message message{.from_name = stationery.settings.from_name ? stationery.settings.from_name->str() : stationery.store->name, .from = from, .to = *to};
    if (auto contact = Email::parse(stationery.store->contact_email); contact && *contact != from) message.reply_to = contact;
    message.subject = rendered.subject;
    message.id = reference + "@" + from.str().substr(from.str().rfind('@') + 1);
    message.date = row.due;  // the same bytes whenever it is tried again
    message.language = row.language;
    message.text = rendered.text;
    message.html = rendered.html;
    if (may_be_switched_off(row)) message.unsubscribe_url = unsubscribe_link(config, stationery, row.recipient, find_stage(row.stage)->topic);
    return message;
}

std::string unsubscribe_link(const Config& config, const Stationery& stationery, const std::string& recipient, Topic topic) {
    auto mailbox = rules::address_key(Channel::mail, recipient);
    auto about = topic == Topic::delivery ? std::string() : "&topic=" + std::string(shape_name(topic));
    return stationery.base + "/notices/unsubscribe?token=" + preferences_token(config, stationery.store->id, mailbox) + about;
}

}  // namespace vitrine::notices
