#pragma once
#include <string_view>

namespace vitrine::simulators::stripe::browser {

extern const std::string_view stripe_js;   ///< runs in the shop's page; draws iframes and passes messages
extern const std::string_view card_html, card_js, challenge_js, page_css;   ///< run in the simulator's own frames

}  // namespace vitrine::simulators::stripe::browser
