# Tests stand beside the code. One program a floor; ctest runs them by suite.
enable_testing()
find_package(GTest REQUIRED)
include(GoogleTest)

# core: pure, no files, no processes. store: with a private PostgreSQL of its own.
if(core_tests)
  add_executable(core_tests ${core_tests})
  target_link_libraries(core_tests PRIVATE vitrine_core GTest::gtest_main)
  target_precompile_headers(core_tests REUSE_FROM vitrine_core)
  add_test(NAME core COMMAND core_tests WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endif()

# Databases, loops and a main that starts a private PostgreSQL when a test first needs one.
add_library(vitrine_test_support STATIC ${support_sources})
target_include_directories(vitrine_test_support PUBLIC ${CMAKE_SOURCE_DIR})
target_link_libraries(vitrine_test_support PUBLIC vitrine_io vitrine_migrations GTest::gtest PRIVATE vitrine_io_dependencies)

add_executable(io_tests ${io_tests})
target_link_libraries(io_tests PRIVATE vitrine_test_support vitrine_io vitrine_io_dependencies)
target_precompile_headers(io_tests REUSE_FROM vitrine_io)
add_test(NAME io COMMAND io_tests WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})

# What must hold for every statement and every table of whatever modules there are.
file(GLOB database_tests CONFIGURE_DEPENDS tests/database/*.cpp)
vitrine_list_statements()
add_executable(database_tests ${database_tests})
target_link_libraries(database_tests PRIVATE vitrine_test_support vitrine_modules vitrine_io_dependencies)
add_dependencies(database_tests vitrine_app)  # whose own statements it checks, too
add_test(NAME database COMMAND database_tests WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})

# tests/shop: one open store with builders, for the tests of everything that sells.
file(GLOB shop_builders CONFIGURE_DEPENDS tests/shop/*.cpp)
add_executable(shop_tests ${shop_builders} ${module_tests} ${simulator_tests} ${app_tests} ${scenario_tests})
target_link_libraries(shop_tests PRIVATE vitrine_app vitrine_test_support vitrine_io_dependencies vitrine_module_dependencies)
# In parts that may run beside each other: each starts a PostgreSQL of its own.
foreach(part RANGE 3)
  math(EXPR number "${part} + 1")
  add_test(NAME shop_${number} COMMAND shop_tests WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(shop_${number} PROPERTIES ENVIRONMENT "GTEST_TOTAL_SHARDS=4;GTEST_SHARD_INDEX=${part}" TIMEOUT 2400)
endforeach()

# tests/fuzz: what reads bytes from outside, over kept inputs and changed ones. Under libFuzzer and the sanitizers for a minute each with VITRINE_LONG.
file(GLOB fuzz_sources CONFIGURE_DEPENDS tests/fuzz/*.cpp)
list(FILTER fuzz_sources EXCLUDE REGEX "/libfuzzer\\.cpp$")
add_executable(fuzz_tests ${fuzz_sources})
target_include_directories(fuzz_tests PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(fuzz_tests PRIVATE vitrine_modules vitrine_io_dependencies vitrine_module_dependencies GTest::gtest_main)
add_test(NAME fuzz COMMAND fuzz_tests WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME fuzz_long COMMAND Python3::Interpreter tests/fuzz/run.py --if-long WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(fuzz_long PROPERTIES SKIP_RETURN_CODE 77 RUN_SERIAL TRUE TIMEOUT 7200)

add_test(NAME tidy COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tools/tidy ${CMAKE_SOURCE_DIR})
add_test(NAME bench_statements COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/load/bench/mirror_test.py)
add_test(NAME pictures COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/pictures/repeats_test.py --renderer $<TARGET_FILE:picture_render>)
add_test(NAME tidy_rules COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/tests/tidy/tidy_test.py)

# What wrk is pointed at; see tests/load/http.
add_executable(serve_bench EXCLUDE_FROM_ALL src/io/http/serve_bench.cpp)
target_link_libraries(serve_bench PRIVATE vitrine_io vitrine_io_dependencies vitrine_allocator)

# Transactions in one flush beside pgbench running the same SQL one by one.
add_executable(pg_bench EXCLUDE_FROM_ALL src/io/pg/pipeline_bench.cpp)
target_include_directories(pg_bench PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(pg_bench PRIVATE vitrine_io vitrine_io_dependencies vitrine_allocator)

# The whole program from outside: killed in a storm of purchases, and walked through by a shopper in a browser.
add_test(NAME storm COMMAND Python3::Interpreter tests/chaos/kill_storm.py --program $<TARGET_FILE:vitrine> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME follower COMMAND Python3::Interpreter tests/chaos/follower.py --limit-s 10 --program $<TARGET_FILE:vitrine> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME walk COMMAND Python3::Interpreter tools/demo --program $<TARGET_FILE:vitrine> --check WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME flash_sale COMMAND Python3::Interpreter tests/chaos/flash_sale.py --program $<TARGET_FILE:vitrine> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME flash_sale_one_process COMMAND Python3::Interpreter tests/chaos/flash_sale.py --servers 1 --without-redis --buyers 200 --program $<TARGET_FILE:vitrine> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
add_test(NAME stock_storm COMMAND Python3::Interpreter tests/chaos/stock_storm.py --program $<TARGET_FILE:vitrine> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(flash_sale flash_sale_one_process stock_storm storm follower walk PROPERTIES RUN_SERIAL TRUE TIMEOUT 2400)
# Figures, not tests: built on demand (ninja search_bench).
add_executable(search_bench EXCLUDE_FROM_ALL tests/load/search_bench.cpp)
target_link_libraries(search_bench PRIVATE vitrine_app vitrine_io_dependencies vitrine_module_dependencies vitrine_allocator)

# The program proves itself as whoever runs a shop would ask it to: a short day at all gateways for two seeds, one of them twice with the same bytes.
add_test(NAME selftest COMMAND Python3::Interpreter tests/chaos/selftest_repeats.py --program $<TARGET_FILE:vitrine> --orders 60 --seeds 2 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(selftest PROPERTIES RUN_SERIAL TRUE TIMEOUT 2400)
