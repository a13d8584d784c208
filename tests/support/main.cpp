#include <gtest/gtest.h>

#include "tests/support/server.h"

/// The main of every test program that may need PostgreSQL.
int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    int status = RUN_ALL_TESTS();
    vitrine::test::stop_server();
    return status;
}
