#pragma once
// A notice on its way to paper: the store's look, its texts, and the message it becomes.
#include "io/mail/message.h"
#include "modules/notices/means.h"
#include "modules/notices/render.h"
#include "modules/notices/settings.h"

namespace vitrine::notices {

/// What all letters of a store have in common.
struct Stationery {
    std::shared_ptr<const stores::Store> store;
    Settings settings;
    Means means;
    Letterhead head;
    std::string base;               ///< scheme and authority of its pages
};
Task<Stationery> stationery_of(App& app, Ctx ctx);

/// The store's own text for an occasion, else the built-in one.
Task<Template> text_for(App& app, Ctx ctx, std::string stage, std::string language);

/// Pure. All forms of a notice, with the links that its reader may follow.
Rendered render_notice(const Config& config, const NoticeRow& row, const Stationery& stationery, const Template& text);

/// Pure. The e-mail of a notice; `reference` is its Message-ID's first half.
mail::Message message_of(const Config& config, const NoticeRow& row, const Stationery& stationery, const Rendered& rendered, const std::string& reference);

/// Pure. Where a reader switches messages of this topic off.
std::string unsubscribe_link(const Config& config, const Stationery& stationery, const std::string& recipient, Topic topic);

}  // namespace vitrine::notices
