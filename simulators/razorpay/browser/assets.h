#pragma once
#include <string_view>

namespace vitrine::simulators::razorpay::browser {

extern const std::string_view checkout_js;   ///< runs in the shop's page; draws one iframe and passes messages
extern const std::string_view frame_js, checkout_css;   ///< run in the simulator's own frame

}  // namespace vitrine::simulators::razorpay::browser
