# The load driver of bin/bench. Not part of the default build: ninja vitrine_load.
file(GLOB load_sources CONFIGURE_DEPENDS tests/load/*.cpp)
list(FILTER load_sources EXCLUDE REGEX "_bench\\.cpp$")
add_executable(vitrine_load EXCLUDE_FROM_ALL ${load_sources})
target_include_directories(vitrine_load PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(vitrine_load PRIVATE vitrine_flags Boost::headers Boost::json fmt::fmt CLI11::CLI11 Threads::Threads)
add_executable(quote_bench EXCLUDE_FROM_ALL tests/load/quote_bench.cpp)
target_link_libraries(quote_bench PRIVATE vitrine_app vitrine_io_dependencies vitrine_module_dependencies vitrine_allocator)
