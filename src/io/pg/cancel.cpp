#include "io/pg/cancel.h"

#include <memory>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <libpq-fe.h>

namespace vitrine::pg {

void cancel_elsewhere(pg_conn* connection) {
    static boost::asio::thread_pool thread(1);
    std::shared_ptr<PGcancel> request(PQgetCancel(connection), &PQfreeCancel);
    if (!request) return;
    boost::asio::post(thread, [request] {
        char fault[256];
        PQcancel(request.get(), fault, sizeof fault);  // when it fails the caller's own patience ends the matter
    });
}

}  // namespace vitrine::pg
