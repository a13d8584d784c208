#pragma once
#include <vector>

#include "io/http/routes.h"

namespace vitrine::app {

/// Pure. Whether a route is answered before its store has opened: what staff and machines ask, the ways to sign in, the page that says the store is coming with its files and forms, and what was begun
/// when the store was open (the order, its payment, mails' links).
bool is_answered_before_opening(const http::Route& route);

/// Puts the door of launch in front of all other routes of a store. Shut: pages answer with the page that says it is coming (200, noindex, kept by nobody), everything else launch.closed. Ajar: as
/// ever, but kept by nobody and for no search engine. Env of the routes is App.
void close_until_launch(std::vector<http::Route>& routes);

}  // namespace vitrine::app
