#pragma once
#include <string>

#include "io/pg/cluster.h"

namespace vitrine::pg {

/// The text of vitrine.conf, which postgresql.conf includes: what a shop wants that differs from PostgreSQL's defaults. Written anew at every start.
std::string cluster_settings(const ClusterOptions& options, const std::string& sockets);

/// The text of pg_hba.conf: every role is trusted on the socket (its folder is closed to others), nobody by network.
std::string cluster_access();

}  // namespace vitrine::pg
