#include "modules/storefront/account_frame.h"

#include <array>

namespace vitrine::storefront {
namespace {

struct Way {
    AccountSection section;
    std::string_view href, label;
};
constexpr std::array ways{Way{AccountSection::orders, "/account", "Orders"}, Way{AccountSection::addresses, "/account/addresses", "Addresses"},
                          Way{AccountSection::security, "/account/security", "Sign-in and security"}, Way{AccountSection::data, "/account/data", "Your data"}};

}  // namespace

html::Members account_frame(const Page& page, AccountSection section, std::string heading) {
    auto data = layout(page, {.title = heading + " | " + page.store->name, .is_noindex = true});
    html::List list;
    for (const auto& way : ways) list.push_back(html::Data{{"href", way.href}, {"label", way.label}, {"current", way.section == section}});
    data["ways"] = std::move(list);
    data["heading"] = std::move(heading);
    data["faults"] = false;
    return data;
}

}  // namespace vitrine::storefront
