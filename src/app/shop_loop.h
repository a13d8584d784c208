#pragma once
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "app/database.h"
#include "app/process_state.h"
#include "io/http/server.h"
#include "io/jobs/jobs.h"
#include "io/loop.h"
#include "io/web/client.h"
#include "modules/app.h"

namespace vitrine::app {

/// One event loop on its own thread, with all it owns: database connections, outbound client, HTTP server, job worker.
class ShopLoop {
public:
    struct Plan {
        std::shared_ptr<ProcessState> process;
        const Database* database = nullptr;
        const http::Router* router = nullptr;          ///< null: jobs only
        const http::Router* metrics_router = nullptr;  ///< null: no port of its own
        bool runs_jobs = true;
        bool follows_news = false;                     ///< one loop of the process keeps stores and catalogs fresh
    };
    explicit ShopLoop(Plan plan);
    ~ShopLoop();

    unsigned short start();  ///< gives the port; throws what kept it from listening
    /// Ends requests and jobs in work, at most within `limit`, then the loop. Does not wait: join() does.
    void drain(Duration limit);
    void join();

private:
    struct Parts;
    void run(std::promise<unsigned short> started);
    Plan plan_;
    Loop loop_;
    std::unique_ptr<Parts> parts_;
    std::thread thread_;
};

}  // namespace vitrine::app
