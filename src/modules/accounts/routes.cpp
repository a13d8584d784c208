#include "modules/accounts/routes.h"

namespace vitrine::accounts {

void routes(http::Routes<App>& routes) {
    sign_in_routes(routes);
    own_routes(routes);
    staff_routes(routes);
    passkey_routes(routes);
}

}  // namespace vitrine::accounts
